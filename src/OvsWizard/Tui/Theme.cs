using Terminal.Gui.Drawing;
using Attribute = Terminal.Gui.Drawing.Attribute;

namespace OvsWizard.Tui;

/// <summary>The looks there are.</summary>
public enum ThemeName
{
    Dark,
    Light,

    /// <summary>The terminal's own 16 colours on its own background.</summary>
    Sixteen,

    /// <summary>No colour at all, only bold, faint and reverse: NO_COLOR.</summary>
    Plain,
}

/// <summary>How each <see cref="Tone"/> looks: green is well, yellow is changed or at risk, red is wrong, dim is background.</summary>
public sealed class Theme
{
    private readonly Dictionary<Tone, (Color Colour, TextStyle Style)> tones;
    private readonly Color background;
    private readonly Color raised;
    private readonly Color marked;
    private readonly bool reverses;

    private Theme(ThemeName name, Color background, Color raised, Color marked, bool reverses, Dictionary<Tone, (Color, TextStyle)> tones)
    {
        Name = name;
        this.background = background;
        this.raised = raised;
        this.marked = marked;
        this.reverses = reverses;
        this.tones = tones;
    }

    public ThemeName Name { get; }

    public static Theme Of(ThemeName name) => name switch
    {
        ThemeName.Light => new Theme(name, new Color(0xfa, 0xfa, 0xf8), new Color(0xe6, 0xea, 0xee), new Color(0xcf, 0xdf, 0xf2), reverses: false,
            Tones(new Color(0x24, 0x29, 0x2e), new Color(0x76, 0x7c, 0x83), new Color(0x1a, 0x7f, 0x37), new Color(0x9a, 0x67, 0x00), new Color(0xcf, 0x22, 0x2e), new Color(0x09, 0x69, 0xda))),
        ThemeName.Sixteen => new Theme(name, Color.None, Color.None, Color.None, reverses: true,
            Tones(Color.None, new Color(ColorName16.DarkGray), new Color(ColorName16.Green), new Color(ColorName16.Yellow), new Color(ColorName16.Red), new Color(ColorName16.Cyan))),
        ThemeName.Plain => new Theme(name, Color.None, Color.None, Color.None, reverses: true, new()
        {
            [Tone.Plain] = (Color.None, TextStyle.None),
            [Tone.Dim] = (Color.None, TextStyle.Faint),
            [Tone.Strong] = (Color.None, TextStyle.Bold),
            [Tone.Good] = (Color.None, TextStyle.None),
            [Tone.Changed] = (Color.None, TextStyle.Bold),
            [Tone.Bad] = (Color.None, TextStyle.Bold),
            [Tone.Key] = (Color.None, TextStyle.Bold),
        }),
        _ => new Theme(name, new Color(0x16, 0x1b, 0x22), new Color(0x24, 0x2b, 0x35), new Color(0x2f, 0x45, 0x63), reverses: false,
            Tones(new Color(0xd0, 0xd7, 0xde), new Color(0x84, 0x8d, 0x97), new Color(0x56, 0xd3, 0x64), new Color(0xe3, 0xb3, 0x41), new Color(0xff, 0x7b, 0x72), new Color(0x79, 0xc0, 0xff))),
    };

    /// <summary>The one that F3 changes to.</summary>
    public ThemeName Next => (ThemeName)(((int)Name + 1) % Enum.GetValues<ThemeName>().Length);

    /// <param name="isMarked">On the row that the keys act on.</param>
    /// <param name="isRaised">On the bar and on dialogs.</param>
    public Attribute Of(Tone tone, bool isMarked = false, bool isRaised = false)
    {
        var (colour, style) = tones[tone];
        if ((isMarked || isRaised) && reverses) return new Attribute(colour, background, style | (isMarked ? TextStyle.Reverse : TextStyle.None));
        return new Attribute(colour, isMarked ? marked : isRaised ? raised : background, style);
    }

    /// <summary>The same for views of the toolkit that draw themselves: text fields.</summary>
    public Scheme Scheme
    {
        get
        {
            var editable = reverses ? new Attribute(tones[Tone.Plain].Colour, background, TextStyle.Underline) : new Attribute(tones[Tone.Plain].Colour, raised);
            var active = reverses ? new Attribute(tones[Tone.Plain].Colour, background, TextStyle.Reverse) : new Attribute(tones[Tone.Plain].Colour, marked);
            return new Scheme(Of(Tone.Plain))
            {
                Normal = Of(Tone.Plain),
                Focus = active,
                Active = active,
                Highlight = active,
                HotNormal = Of(Tone.Plain),
                HotFocus = active,
                Editable = editable,
                ReadOnly = Of(Tone.Dim),
                Disabled = Of(Tone.Dim),
            };
        }
    }

    private static Dictionary<Tone, (Color, TextStyle)> Tones(Color plain, Color dim, Color good, Color changed, Color bad, Color key) => new()
    {
        [Tone.Plain] = (plain, TextStyle.None),
        [Tone.Dim] = (dim, TextStyle.None),
        [Tone.Strong] = (plain, TextStyle.Bold),
        [Tone.Good] = (good, TextStyle.None),
        [Tone.Changed] = (changed, TextStyle.None),
        [Tone.Bad] = (bad, TextStyle.Bold),
        [Tone.Key] = (key, TextStyle.None),
    };
}
