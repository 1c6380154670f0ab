using OvsWizard.Yaml;

namespace OvsWizard.Tui;

/// <summary>
/// What the operator prefers, kept in <c>$XDG_CONFIG_HOME/ovswizard/settings.yml</c> (else <c>~/.config</c>). Null: as
/// the environment says.
/// </summary>
public sealed record Settings(Language? Language = null, ThemeName? Theme = null, bool Mouse = true, bool Bell = true)
{
    /// <summary>The themes as the file names them.</summary>
    private static readonly Dictionary<string, ThemeName> themes = new()
    {
        ["dark"] = ThemeName.Dark,
        ["light"] = ThemeName.Light,
        ["high-contrast"] = ThemeName.HighContrast,
        ["colour-blind"] = ThemeName.ColourBlind,
        ["16"] = ThemeName.Sixteen,
        ["plain"] = ThemeName.Plain,
    };

    public static string DefaultPath => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } xdg ? xdg
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config"),
        "ovswizard", "settings.yml");

    /// <exception cref="Failure">Input: the file is there and wrong.</exception>
    public static Settings Read(string path)
    {
        if (!File.Exists(path)) return new Settings();
        var root = YamlFile.Load(path).AsMapping($"the settings");
        root.AllowOnly($"the settings", "language", "theme", "mouse", "bell", "keys", "colours");
        return new Settings(
            root.FindText("language") switch { "en" => OvsWizard.Language.English,
                "zh" => OvsWizard.Language.Chinese, _ => null },
            root.FindText("theme") is { } word && themes.TryGetValue(word, out var theme) ? theme : null,
            root.Find("mouse")?.AsScalar($"'mouse'").AsBoolean($"'mouse'") ?? true,
            root.Find("bell")?.AsScalar($"'bell'").AsBoolean($"'bell'") ?? true)
        {
            Keys = OwnKeys.Read(root.Find("keys")?.AsMapping($"'keys'")),
            Colours = OwnColours.Read(root.Find("colours")?.AsMapping($"'colours'")),
        };
    }

    /// <summary>Keys of the operator's own, each for another one.</summary>
    public OwnKeys Keys { get; init; } = OwnKeys.None;

    /// <summary>Colours of the operator's own, in the place of a theme's.</summary>
    public OwnColours Colours { get; init; } = OwnColours.None;

    /// <summary>Writes the file whole, or leaves it as it was.</summary>
    public void Write(string path)
    {
        var text = $"mouse: {(Mouse ? "true" : "false")}\nbell: {(Bell ? "true" : "false")}\n";
        if (Language is { } language) text += $"language: {(language is OvsWizard.Language.Chinese ? "zh" : "en")}\n";
        if (Theme is { } theme) text += $"theme: \"{themes.First(t => t.Value == theme).Key}\"\n";
        text += Keys.Write() + Colours.Write();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path + ".new", text);
        File.Move(path + ".new", path, overwrite: true);
    }
}
