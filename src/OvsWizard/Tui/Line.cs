using System.Collections;
using System.Text;
using OvsWizard.Texts;

namespace OvsWizard.Tui;

/// <summary>What a piece of text means; the theme says how that looks.</summary>
public enum Tone
{
    Plain,

    /// <summary>Background to the rest, or not usable now.</summary>
    Dim,

    /// <summary>A heading, a name that matters.</summary>
    Strong,

    /// <summary>Well; as it should be.</summary>
    Good,

    /// <summary>Changed, or at risk.</summary>
    Changed,

    /// <summary>Wrong, failed, refused.</summary>
    Bad,

    /// <summary>A key, or something else to press.</summary>
    Key,
}

/// <summary>A piece of a line, in one tone.</summary>
public readonly record struct Piece(string Text, Tone Tone);

/// <summary>
/// A line of text in tones: <c>new Line { "on ", { "docker01", Tone.Strong } }</c>; a string is a line in the plain
/// tone. What comes from hosts and files is made harmless on its way in, and secrets are taken out.
/// </summary>
public sealed class Line : IEnumerable<Piece>
{
    private const int TabWidth = 8;
    private readonly List<Piece> pieces = [];

    public Line() { }

    public Line(string text, Tone tone = Tone.Plain) => Add(text, tone);

    public static Line Empty { get; } = [];

    /// <summary>Columns it takes.</summary>
    public int Width => pieces.Sum(p => Columns.Width(p.Text));

    /// <summary>Blanks it begins with.</summary>
    public int Indent => pieces.Count == 0 ? 0 : pieces[0].Text.Length - pieces[0].Text.TrimStart(' ').Length;

    public string Text => string.Concat(pieces.Select(p => p.Text));

    public Line Add(string text, Tone tone = Tone.Plain)
    {
        if (text.Length > 0) pieces.Add(new Piece(Flat(text), tone));
        return this;
    }

    public Line Add(Line other)
    {
        pieces.AddRange(other.pieces);
        return this;
    }

    /// <summary>
    /// The line in pieces no wider than <paramref name="width"/> columns, broken at blanks where there are any; all but
    /// the first begin with <paramref name="indent"/> blanks.
    /// </summary>
    public IEnumerable<Line> Wrap(int width, int indent = 0)
    {
        if (width < 1) yield break;
        var line = new Line();
        var used = 0;
        foreach (var (word, tone) in Words())
        {
            var wide = Columns.Width(word);
            if (used + wide > width && used > 0 && !string.IsNullOrWhiteSpace(word))
            {
                yield return line;
                line = new Line(new string(' ', Math.Min(indent, width / 2)));
                used = Math.Min(indent, width / 2);
            }
            foreach (var part in Chop(word, width - used, width - Math.Min(indent, width / 2)))
            {
                if (part.Break)
                {
                    yield return line;
                    line = new Line(new string(' ', Math.Min(indent, width / 2)));
                    used = Math.Min(indent, width / 2);
                }
                line.Add(part.Text, tone);
                used += Columns.Width(part.Text);
            }
        }
        yield return line;
    }

    public IEnumerator<Piece> GetEnumerator() => pieces.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => Text;

    public static implicit operator Line(string text) => new(text);

    private static string Flat(string text) =>
        Printable.Of(Redactor.Clean(text)).Replace("\n", "␤", StringComparison.Ordinal)
            .Replace("\t", new string(' ', TabWidth), StringComparison.Ordinal);

    /// <summary>
    /// Words, each with the blank behind it; a wide character is a word of its own, with the punctuation that must not
    /// begin a line.
    /// </summary>
    private IEnumerable<(string Word, Tone Tone)> Words()
    {
        foreach (var piece in pieces)
        {
            var word = new StringBuilder();
            var wide = false;
            foreach (var rune in piece.Text.EnumerateRunes())
            {
                var isWide = Columns.Width(rune) == 2;
                var starts = (isWide && !IsClosing(rune)) || (!isWide && wide && rune.Value != ' ')
                    || (rune.Value != ' ' && word.Length > 0 && word[^1] == ' ');
                if (starts && word.Length > 0)
                {
                    yield return (word.ToString(), piece.Tone);
                    word.Clear();
                }
                word.Append(rune.ToString());
                wide = isWide;
            }
            if (word.Length > 0) yield return (word.ToString(), piece.Tone);
        }
    }

    private static bool IsClosing(Rune rune) => "，。；：！？、）》」』】”’".Contains(rune.ToString(), StringComparison.Ordinal);

    /// <summary>A word too long for a whole line, in parts that fit; blanks at a line's end fall away.</summary>
    private static IEnumerable<(string Text, bool Break)> Chop(string word, int first, int whole)
    {
        if (Columns.Width(word.TrimEnd(' ')) <= first)
        {
            yield return (Columns.Width(word) <= first ? word : word.TrimEnd(' '), false);
            yield break;
        }
        var part = new StringBuilder();
        var room = first;
        var isFirst = true;
        foreach (var rune in word.EnumerateRunes())
        {
            var wide = Columns.Width(rune);
            if (wide > room)
            {
                yield return (part.ToString(), !isFirst);
                part.Clear();
                isFirst = false;
                room = Math.Max(whole, 2);
            }
            part.Append(rune.ToString());
            room -= wide;
        }
        yield return (part.ToString(), !isFirst);
    }
}
