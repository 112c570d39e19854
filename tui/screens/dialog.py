"""What opens over another screen, which can still be seen behind it, dimmed."""

from typing import TypeVar

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.app import RenderResult
from textual.await_complete import AwaitComplete
from textual.css.styles import RulesMap
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from tui.painter import Painter

Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer]):
    """Textual dims what is behind segment by segment; here each of its few styles is dimmed once.

    A screen is painted several times until it is open, so that is most of what a dialog costs."""

    def __init__(self) -> None:
        super().__init__()
        self._compositor = Painter(self.app.shown)  # type: ignore[attr-defined]

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Answer, once: of two keys in one moment the second would take away what is behind."""
        return super().dismiss(result) if self.is_active else AwaitComplete()

    def render(self) -> RenderResult:  # type: ignore[override]  # what every other widget may say
        rendered = super().render()
        return Dimmed(rendered) if isinstance(rendered, BackgroundScreen) else rendered


class Dimmed(Visual):
    """Another screen, as it is behind a dialog."""

    def __init__(self, behind: BackgroundScreen) -> None:
        self._behind = behind

    def render_strips(
        self,
        width: int,
        height: int | None,
        style: Style,
        options: RenderOptions,  # noqa: ARG002  # Textual's signature
    ) -> list[Strip]:
        base = style.rich_style
        dimmed: dict[RichStyle | None, RichStyle] = {}
        strips = []
        for strip in self._behind.screen._compositor.render_strips()[:height]:
            segments = []
            for text, style_before, _ in strip:
                if style_before not in dimmed:
                    dimmed[style_before] = self._dim(base, style_before)
                segments.append(Segment(text, dimmed[style_before]))
            strips.append(Strip(segments, strip.cell_length).adjust_cell_length(width))
        return strips

    def _dim(self, base: RichStyle, style: RichStyle | None) -> RichStyle:
        (one,) = BackgroundScreen.process_segments([Segment("", style)], self._behind.color)
        return base + one.style

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002
        return self._behind.screen.size.height
