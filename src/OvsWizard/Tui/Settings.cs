using OvsWizard.Yaml;

namespace OvsWizard.Tui;

/// <summary>What the operator prefers, kept in <c>$XDG_CONFIG_HOME/ovswizard/settings.yml</c> (else <c>~/.config</c>). Null: as the environment says.</summary>
public sealed record Settings(Language? Language = null, ThemeName? Theme = null, bool Mouse = true)
{
    private const string DarkWord = "dark", LightWord = "light", SixteenWord = "16", PlainWord = "plain";

    public static string DefaultPath => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } xdg ? xdg : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config"),
        "ovswizard", "settings.yml");

    /// <exception cref="Failure">Input: the file is there and wrong.</exception>
    public static Settings Read(string path)
    {
        if (!File.Exists(path)) return new Settings();
        var root = YamlFile.Load(path).AsMapping($"the settings");
        root.AllowOnly($"the settings", "language", "theme", "mouse");
        return new Settings(
            root.FindText("language") switch { "en" => OvsWizard.Language.English, "zh" => OvsWizard.Language.Chinese, _ => null },
            root.FindText("theme") switch { DarkWord => ThemeName.Dark, LightWord => ThemeName.Light, SixteenWord => ThemeName.Sixteen, PlainWord => ThemeName.Plain, _ => null },
            root.Find("mouse")?.AsScalar($"'mouse'").AsBoolean($"'mouse'") ?? true);
    }

    /// <summary>Writes the file whole, or leaves it as it was.</summary>
    public void Write(string path)
    {
        var text = $"mouse: {(Mouse ? "true" : "false")}\n";
        if (Language is { } language) text += $"language: {(language is OvsWizard.Language.Chinese ? "zh" : "en")}\n";
        if (Theme is { } theme) text += $"theme: \"{Word(theme)}\"\n";
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path + ".new", text);
        File.Move(path + ".new", path, overwrite: true);
    }

    private static string Word(ThemeName theme) => theme switch
    {
        ThemeName.Light => LightWord,
        ThemeName.Sixteen => SixteenWord,
        ThemeName.Plain => PlainWord,
        _ => DarkWord,
    };
}
