"""Frames for the screen: the one that is asked for, then those that will be asked for next."""

from __future__ import annotations

from collections.abc import Callable

from core.media.cache import PictureCache
from core.media.damage import DamagedSpan
from core.media.picture import KeptPicture, Shrinker
from core.media.reader import FrameReader
from core.media.source import VideoSource

Size = tuple[int, int]
OpenReader = Callable[[VideoSource, Size | None, Callable[[], None]], FrameReader]

STEP = 16
"""A move of at most so many frames tells where one travels; a longer one is a jump."""
_AHEAD = 8
"""Frames read ahead of a step or of playback."""
_AHEAD_OF_JUMP = 3
_ON_THE_WAY = 8
"""Frames before a wanted one that are kept when one steps backward out of what is kept."""
_QUIET_S = 0.15
"""After a jump nothing is read ahead for so long: during a drag the next jump comes sooner."""


class Scrubber:
    """Decodes for a screen, with read-ahead. Owned by one thread; close it.

    Args:
        source: the opened video.
        cache: of this video alone; other threads may read it.
        check: called before each frame is decoded; may raise to stop, then any method can be called
            again.
        open_reader: makes the reader when the first frame has to be decoded.
    """

    def __init__(
        self,
        source: VideoSource,
        cache: PictureCache,
        check: Callable[[], None],
        open_reader: OpenReader = FrameReader,
    ) -> None:
        self._source = source
        self._cache = cache
        self._check = check
        self._open_reader = open_reader
        self._reader: FrameReader | None = None
        self._stored = (source.probe.width, source.probe.height)
        self._shrinker = Shrinker(source.probe.orientation, self._stored)
        self._size = self._stored
        self._at = 0
        self._direction = 0
        self._ahead: list[int] = []
        self._behind: list[int] = []
        self._block = range(0)
        # Frames that did not decode when they were read ahead: not tried again for each step.
        self._lost: set[int] = set()
        self._damage: list[DamagedSpan] = []

    def use(self, source: VideoSource) -> None:
        """Go on with a longer index of the same file."""
        self._source = source
        if self._reader is not None:
            self._reader.use(source)
        self._plan()

    def close(self) -> None:
        """Close the file; the next frame opens it again."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def take_damage(self) -> list[DamagedSpan]:
        """What decoding has shown to be damaged since this was asked last."""
        found, self._damage = self._damage, []
        if self._reader is not None:
            found += self._reader.take_damage()
        return found

    def aim(self, number: int, size: Size | None) -> None:
        """This frame is asked for now, at (width, height) or its stored size."""
        size = size or self._stored
        move = number - self._at
        if size != self._size or abs(move) > STEP:
            self._direction = 0
        elif move:
            self._direction = 1 if move > 0 else -1
        if size != self._size or number not in range(self._block.start, self._block.stop + 1):
            self._block = range(0)
        self._at, self._size = number, size
        self._plan()

    def at_hand(self) -> KeptPicture | None:
        """The frame that is aimed at, if no decoding is needed; perhaps smaller than wanted."""
        kept = self._cache.get(self._at)
        if kept is None or kept.size == self._size:
            return kept
        if all(have >= want for have, want in zip(kept.size, self._size, strict=True)):
            kept = self._shrinker.keep(kept.frame, self._size)
            self._cache.put(self._at, kept)
        return kept

    def fits(self, kept: KeptPicture) -> bool:
        """Whether a picture has the wanted size."""
        return kept.size == self._size

    def decode(self) -> tuple[int, KeptPicture]:
        """The frame that is aimed at, decoded, with its real number.

        Raises:
            IndexError, MediaError: as FrameReader.
        """
        reader = self._opened()
        if self._direction < 0:
            # Whoever steps backward goes on doing so: what lies before it is kept too.
            number = reader.position
            if number not in self._block or not reader.whole:
                key = self._source.index.key_before(self._at)
                number = reader.go_to(max(self._at - _ON_THE_WAY, key))
            while number is not None and number < self._at:
                self._keep(reader, number)
                self._check()
                number = reader.go_on()
            if number == self._at:
                return number, self._keep(reader, number)
        number = reader.go_to(self._at)
        return number, self._keep(reader, number)

    def on_the_way(self) -> tuple[int, KeptPicture] | None:
        """Where an interrupted `decode` has come to."""
        reader = self._reader
        number = reader.position if reader else None
        if reader is None or number is None:
            return None
        return number, reader.keep(self._size)

    def prepare(self, quiet_s: float) -> float | None:
        """Decode one frame that will perhaps be asked for soon.

        Args:
            quiet_s: seconds since the last request.

        Returns:
            Seconds after which there is something to do, 0 for at once; None: nothing is left.

        Raises:
            MediaError: the file cannot be read any more.
        """
        if self._ahead:
            if not self._direction and quiet_s < _QUIET_S:
                return _QUIET_S - quiet_s
            self._fill(self._ahead)
            return 0.0
        if self._behind:
            if self._direction >= 0 and quiet_s < _QUIET_S:
                return _QUIET_S - quiet_s
            self._fill(self._behind)
            return 0.0
        return None

    def _fill(self, todo: list[int]) -> None:
        """Decode the first of these frames that is not at hand, and take it from the list."""
        while todo and self._cache.has(todo[0], self._size):
            todo.pop(0)
        if not todo:
            return
        reader, wanted = self._opened(), todo[0]
        goes_on = reader.position == wanted - 1 and reader.whole
        number = reader.go_on() if goes_on else reader.go_to(wanted)
        todo.pop(0)
        if number != wanted:
            self._lost.add(wanted)
        if number is not None and number in range(wanted, self._at + _AHEAD + 1):
            self._keep(reader, number)

    def _keep(self, reader: FrameReader, number: int) -> KeptPicture:
        kept = self._cache.get(number)
        if kept is None or kept.size != self._size:
            kept = reader.keep(self._size)
            self._cache.put(number, kept)
        return kept

    def _plan(self) -> None:
        """Which frames should be at hand around the one aimed at."""
        index, at = self._source.index, self._at
        room = self._room()
        last = len(index) - 1
        ahead = min(_AHEAD if self._direction > 0 else _AHEAD_OF_JUMP, room // 4)
        behind = room - 1 - max(room // 4, ahead)
        if self._direction < 0:
            ahead = 0
        self._ahead = self._missing(range(at + 1, min(at + ahead, last) + 1))
        if not self._missing(self._block):
            self._block = range(0)
        if not self._block:
            first = at - behind
            if self._direction >= 0:
                # The pictures from the key frame on have to be decoded for this one anyway.
                first = max(first, index.key_before(at))
            self._begin_block(range(max(first, 0), at))
        self._behind = self._missing(self._block)
        first = self._block.start if self._block else at - behind
        self._cache.set_window(first, at + max(room // 4, _AHEAD_OF_JUMP))

    def _begin_block(self, block: range) -> None:
        """Fill these frames, unless enough of them are at hand behind the position.

        In blocks, because the first of them costs all pictures since its key frame.
        """
        missing = self._missing(block)
        if missing and (block.stop - 1 - missing[-1]) * 3 < len(block):
            self._block = block

    def _missing(self, numbers: range) -> list[int]:
        """Those of these frames that are to be decoded, in their order."""
        return [n for n in self._cache.missing(numbers, self._size) if n not in self._lost]

    def _room(self) -> int:
        """How many pictures of the present size fit into the cache."""
        return self._cache.limit_bytes // self._bytes_each()

    def _bytes_each(self) -> int:
        kept = self._cache.get(self._at)
        if kept is not None and kept.size == self._size:
            return max(kept.nbytes, 1)
        width, height = self._size
        return width * height * 3 // 2

    def _opened(self) -> FrameReader:
        if self._reader is None:
            self._reader = self._open_reader(self._source, None, self._check)
        return self._reader
