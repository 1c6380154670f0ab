using System.Globalization;
using OvsWizard.Yaml;
using Terminal.Gui.Drawing;

namespace OvsWizard.Tui;

/// <summary>Colours of the operator's own, by the name of the tone or background in whose place they stand.</summary>
public sealed class OwnColours
{
    private static readonly string[] names =
    [
        "background", "raised", "marked", .. Enum.GetNames<Tone>().Select(n => n.ToLowerInvariant())
    ];
    private readonly Dictionary<string, int> colours;

    private OwnColours(Dictionary<string, int> colours) => this.colours = colours;

    public static OwnColours None { get; } = new([]);

    /// <summary>Null where the theme's stays.</summary>
    public Color? Of(string name) =>
        colours.TryGetValue(name, out var rgb) ? new Color(rgb >> 16, (rgb >> 8) & 0xff, rgb & 0xff) : null;

    /// <exception cref="Failure">Input: it is no colour, or nothing has a colour of that name
    /// (file:line:column).</exception>
    public static OwnColours Read(YamlMapping? mapping)
    {
        if (mapping is null) return None;
        mapping.AllowOnly($"'colours'", names);
        var colours = new Dictionary<string, int>();
        foreach (var (name, value) in mapping.Entries)
        {
            var colour = value.AsScalar($"a colour");
            if (colour.Value is not ['#', .. { Length: 6 } hex]
                || !int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgb))
                throw colour.Wrong($"'{colour.Value}' is not a valid colour",
                    null, $"write it as \"#rrggbb\", in quotes");
            colours[name.Value] = rgb;
        }
        return new OwnColours(colours);
    }

    public string Write() => colours.Count == 0 ? ""
        : $"colours: {{ {string.Join(", ", colours.Select(c => $"{c.Key}: \"#{c.Value:x6}\""))} }}\n";
}
