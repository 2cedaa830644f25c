"""The few SVG shapes a chart needs, collected top to bottom."""

from html import escape

from roviec.reports.typeset import FAMILY, drawable

INK, SOFT, FAINT, RULE, PAPER = "#1B2430", "#566373", "#8793A1", "#DCE2E9", "#FFFFFF"


class Canvas:
    """Shapes on a page of a fixed width; its height is known when all of them are there."""

    def __init__(self, width: int) -> None:
        self.width = width
        self._shapes: list[str] = []

    def box(self, x: float, y: float, w: float, h: float, fill: str, round_: float = 0) -> None:
        """Draw a filled rectangle."""
        self._shapes.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" rx="{round_:g}" fill="{fill}"/>'
        )

    def line(
        self, a: tuple[float, float], b: tuple[float, float], ink: str, thick: float, dash: str = ""
    ) -> None:
        """Draw a straight line, dashed where `dash` says how."""
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self._shapes.append(
            f'<line x1="{a[0]:.1f}" y1="{a[1]:.1f}" x2="{b[0]:.1f}" y2="{b[1]:.1f}" '
            f'stroke="{ink}" stroke-width="{thick:g}"{dashes}/>'
        )

    def dot(self, x: float, y: float, r: float, fill: str) -> None:
        """Draw a filled circle with a white rim."""
        self._shapes.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:g}" fill="{fill}" stroke="{PAPER}" stroke-width="3"/>'
        )

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        *,
        weight: int = 400,
        ink: str = INK,
        anchor: str = "start",
    ) -> None:
        """Write one line on the base line `y`; `anchor` is start, middle or end."""
        self._shapes.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" font-weight="{weight}" fill="{ink}" '
            f'text-anchor="{anchor}">{escape(drawable(words, weight))}</text>'
        )

    def svg(self, height: float, title: str) -> str:
        """Return the whole drawing with its title, on white paper."""
        size = f'width="{self.width}" height="{height:.0f}" viewBox="0 0 {self.width} {height:.0f}"'
        paper = f'<rect width="100%" height="100%" fill="{PAPER}"/>'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FAMILY}" role="img">'
            f"<title>{escape(title)}</title>{paper}{''.join(self._shapes)}</svg>"
        )
