"""The shape of a sound over time, for the player: computed once, so that no browser has to unpack the whole file."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, Final

import numpy
import soundfile

from erdem.knowledge.mediafiles.kinds import Refused

POINTS: Final = 1200
"""Points of a waveform: more than a wide screen can show."""
DECODED: Final = frozenset({"wav", "flac", "ogg", "mp3"})
"""Formats that libsndfile unpacks; the others are drawn without a waveform."""
_SLICE: Final = 1 << 18


def peaks_of(path: Path, code: str) -> dict[str, Any] | None:
    """Return ``{"peaks": [0…100 …], "duration": seconds}``, or None for a format that is not unpacked here.

    Raises:
        Refused: the sound is damaged.
    """
    if code not in DECODED:
        return None
    try:
        with soundfile.SoundFile(str(path)) as sound:
            frames, rate = sound.frames, sound.samplerate
            if frames <= 0 or rate <= 0:
                raise Refused("damaged")
            heights = _heights(sound, max(1, math.ceil(frames / POINTS)))
    except (soundfile.LibsndfileError, RuntimeError) as error:
        raise Refused("damaged") from error
    loudest = max(heights, default=0.0) or 1.0
    return {"peaks": [round(100 * height / loudest) for height in heights], "duration": round(frames / rate, 3)}


def _heights(sound: soundfile.SoundFile, step: int) -> list[float]:
    """Return the greatest amplitude of each step, reading a few seconds at a time."""
    heights: list[float] = []
    slice_frames = max(step, _SLICE // step * step)
    for block in sound.blocks(blocksize=slice_frames, dtype="float32", always_2d=True):
        loud = numpy.abs(numpy.nan_to_num(block)).max(axis=1)
        starts = numpy.arange(0, len(loud), step)
        heights += [float(value) for value in numpy.maximum.reduceat(loud, starts)]
    return heights
