using System.Globalization;
using System.Security;
using System.Text;
using OvsWizard.Texts;
using Terminal.Gui.Drawing;
using Attribute = Terminal.Gui.Drawing.Attribute;

namespace OvsWizard.Tests.Tui.Walks;

/// <summary>
/// Screens one after the other as one picture (SVG, CSS animation, no script). A line that several screens share stands
/// in it once.
/// </summary>
internal sealed class AnimatedPicture
{
    private const int CellWidth = 9, CellHeight = 18, Baseline = 14, CaptionHeight = 26;
    private static readonly CultureInfo invariant = CultureInfo.InvariantCulture;

    private readonly Dictionary<string, int> lines = [];
    private readonly Dictionary<Color, int> colours = [];
    private readonly int width, height;
    private readonly Color ground;

    private AnimatedPicture(Cell[,] cells)
    {
        (width, height) = (cells.GetLength(1) * CellWidth, cells.GetLength(0) * CellHeight);
        ground = cells[0, 0].Attribute!.Value.Background;
    }

    public static string Of(IReadOnlyList<WalkFrame> frames, Language language) =>
        new AnimatedPicture(frames[0].Cells).Draw(frames, language);

    private string Draw(IReadOnlyList<WalkFrame> frames, Language language)
    {
        var whole = frames.Sum(f => f.Seconds);
        var (groups, animations) = (new StringBuilder(), new StringBuilder());
        var (from, parts) = (0.0, frames.Select(f => f.Part).Distinct().ToList());
        foreach (var (number, frame) in frames.Index())
        {
            var (begins, ends) = (Percent(from / whole), Percent((from + frame.Seconds) / whole));
            animations.Append(invariant, $$"""@keyframes f{{number}}{""");
            if (number > 0) animations.Append(invariant, $$"""0%{visibility:hidden}""");
            animations.Append(invariant, $$"""{{begins}}%{visibility:visible}""");
            if (number < frames.Count - 1) animations.Append(invariant, $$"""{{ends}}%{visibility:hidden}""");
            animations.Append(invariant, $"}}#f{number}{{animation-name:f{number}}}\n");
            groups.Append(invariant, $"<g id=\"f{number}\" class=\"f\">").Append(Rows(frame.Cells))
                .Append(Caption($"{parts.IndexOf(frame.Part) + 1}/{parts.Count}  {frame.Part.In(language)}",
                    frame.Keys)).Append("</g>\n");
            from += frame.Seconds;
        }
        return $$"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{width}} {{height + CaptionHeight}}"
              width="{{width}}" height="{{height + CaptionHeight}}">
            <style>
            text{font:15px "DejaVu Sans Mono",Menlo,Consolas,monospace;white-space:pre}
            .f{visibility:hidden;animation:{{Percent(whole / 100)}}s step-end infinite}
            {{animations}}{{Palette()}}</style>
            <defs>
            {{Defined()}}</defs>
            <rect width="{{width}}" height="{{height + CaptionHeight}}" fill="{{Hex(ground)}}"/>
            <rect y="{{height}}" width="{{width}}" height="{{CaptionHeight}}" fill="#24405e"/>
            {{groups}}</svg>

            """;
    }

    private string Caption(string part, string keys)
    {
        var y = height + 18;
        var pressed = keys.Length == 0 ? ""
            : $"<text x=\"{width - CellWidth}\" y=\"{y}\" fill=\"#ffd75f\" text-anchor=\"end\">{Escaped(keys)}</text>";
        return $"<text x=\"{CellWidth}\" y=\"{y}\" fill=\"#ffffff\">{Escaped(part)}</text>{pressed}";
    }

    private string Rows(Cell[,] cells)
    {
        var rows = new StringBuilder();
        for (var row = 0; row < cells.GetLength(0); row++)
        {
            var drawn = Row(cells, row);
            if (drawn.Length == 0) continue;
            if (!lines.TryGetValue(drawn, out var line)) lines[drawn] = line = lines.Count;
            rows.Append(invariant, $"<use href=\"#r{line}\" y=\"{row * CellHeight}\"/>");
        }
        return rows.ToString();
    }

    /// <summary>A line: what is not on the ground's colour, and runs of text of one colour.</summary>
    private string Row(Cell[,] cells, int row)
    {
        var drawn = new StringBuilder();
        var columns = cells.GetLength(1);
        for (var (column, end) = (0, 0); column < columns; column = end)
        {
            var attribute = cells[row, column].Attribute!.Value;
            var text = new StringBuilder();
            for (end = column; end < columns && IsSame(cells[row, end].Attribute!.Value, attribute);)
            {
                text.Append(cells[row, end].Grapheme);
                end += Math.Max(1, Columns.Width(cells[row, end].Grapheme));
            }
            Append(drawn, column, Math.Min(end, columns), text.ToString(), attribute);
        }
        return drawn.ToString();
    }

    private static bool IsSame(Attribute one, Attribute other) =>
        one.Foreground == other.Foreground && one.Background == other.Background;

    private void Append(StringBuilder drawn, int column, int end, string text, Attribute attribute)
    {
        if (attribute.Background != ground)
            drawn.Append(invariant,
                $"<rect x=\"{column * CellWidth}\" width=\"{(end - column) * CellWidth}\" height=\"{CellHeight}\" class=\"{Class(attribute.Background)}\"/>");
        var shown = text.Trim(' ');
        if (shown.Length == 0) return;
        var at = column + Columns.Width(text[..text.IndexOf(shown, StringComparison.Ordinal)]);
        drawn.Append(invariant,
            $"<text x=\"{at * CellWidth}\" y=\"{Baseline}\" textLength=\"{Columns.Width(shown) * CellWidth}\" class=\"{Class(attribute.Foreground)}\">{Escaped(shown)}</text>");
    }

    private string Class(Color colour)
    {
        if (!colours.TryGetValue(colour, out var number)) colours[colour] = number = colours.Count;
        return string.Create(invariant, $"c{number}");
    }

    private string Palette() =>
        string.Concat(colours.Select(c => string.Create(invariant, $".c{c.Value}{{fill:{Hex(c.Key)}}}\n")));

    private string Defined() =>
        string.Concat(lines.Select(l => string.Create(invariant, $"<g id=\"r{l.Value}\">{l.Key}</g>\n")));

    private static string Escaped(string text) => SecurityElement.Escape(text);

    private static string Percent(double part) => (part * 100).ToString("0.###", invariant);

    private static string Hex(Color colour) => $"#{colour.R:x2}{colour.G:x2}{colour.B:x2}";
}
