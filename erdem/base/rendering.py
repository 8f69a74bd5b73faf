"""How Django forms are drawn: `{{ form }}` and `{{ field.as_field_group }}` come out in the product's own look."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

UNBOXED = (
    forms.CheckboxInput,
    forms.RadioSelect,
    forms.CheckboxSelectMultiple,
    forms.HiddenInput,
)


class ErdemBoundField(BoundField):
    """Gives boxed inputs their class; help and errors are already tied to the input by Django."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Return the attributes of the input."""
        built = dict(super().build_widget_attrs(attrs, widget))
        shown = widget or self.field.widget
        if not isinstance(shown, UNBOXED):
            built["class"] = f"{shown.attrs.get('class', '')} er-input".strip()
        return built


class FormRenderer(TemplatesSetting):
    """Label above, help under it, error above the input."""

    form_template_name = "erdem/forms/form.html"
    field_template_name = "erdem/forms/field.html"
    bound_field_class = ErdemBoundField
