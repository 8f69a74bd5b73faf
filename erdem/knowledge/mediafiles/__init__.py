"""What a media file is, decided by its content, and what is made from it. Plain Python: knows neither pages nor tables."""

from erdem.knowledge.mediafiles.captions import Caption, as_vtt
from erdem.knowledge.mediafiles.checking import Checked, check_file
from erdem.knowledge.mediafiles.kinds import Family, FileKind, Refused, kind_of_code
from erdem.knowledge.mediafiles.pictures import make_preview
from erdem.knowledge.mediafiles.playing import make_playing_copy
from erdem.knowledge.mediafiles.reading import ReadLine, can_read, read_scan
from erdem.knowledge.mediafiles.sound import peaks_of
from erdem.knowledge.mediafiles.tiles import TileFolder, image_information, make_tiles

__all__ = [
    "Caption",
    "Checked",
    "Family",
    "FileKind",
    "ReadLine",
    "Refused",
    "TileFolder",
    "as_vtt",
    "can_read",
    "check_file",
    "image_information",
    "kind_of_code",
    "make_playing_copy",
    "make_preview",
    "make_tiles",
    "peaks_of",
    "read_scan",
]
