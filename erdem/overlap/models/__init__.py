"""What the overlap app keeps: findings with what people make of them, and the labels of annotators."""

from erdem.overlap.models.annotation import (
    Adjudication,
    Annotation,
    AnnotationPair,
    AnnotationPrediction,
    AnnotationSet,
    SpanReading,
)
from erdem.overlap.models.finding import ComparedPublication, ComparedRecord, Dossier, Finding, Review, ScreeningRun
from erdem.overlap.models.seal import DossierSeal

__all__ = [
    "Adjudication",
    "Annotation",
    "AnnotationPair",
    "AnnotationPrediction",
    "AnnotationSet",
    "ComparedPublication",
    "ComparedRecord",
    "Dossier",
    "DossierSeal",
    "Finding",
    "Review",
    "ScreeningRun",
    "SpanReading",
]
