using OvsWizard.Inventories;
using OvsWizard.Yaml;
using Terminal.Gui.Input;

namespace OvsWizard.Tui;

/// <summary>
/// Keys of the operator's own: what is pressed, and the key that it counts as. In a field every key is itself.
/// </summary>
public sealed class OwnKeys
{
    private readonly Dictionary<Key, Key> acts;
    private readonly List<(string Own, string As)> written;

    private OwnKeys(List<(string Own, string As)> written)
    {
        this.written = written;
        acts = written.ToDictionary(w => Parse(w.Own)!, w => Parse(w.As)!);
    }

    public static OwnKeys None { get; } = new([]);

    /// <summary>The key that a pressed one counts as.</summary>
    public Key this[Key pressed] => acts.GetValueOrDefault(pressed) ?? pressed;

    /// <summary>How the key is written that does what this one does.</summary>
    public string NameOf(Key key) =>
        acts.FirstOrDefault(a => a.Value == key).Key is { } own ? ScreenKey.NameOf(own) : ScreenKey.NameOf(key);

    /// <exception cref="Failure">Input: no key is called so (file:line:column).</exception>
    public static OwnKeys Read(YamlMapping? keys)
    {
        if (keys is null) return None;
        var written = new List<(string, string)>();
        foreach (var (own, value) in keys.Entries)
        {
            var acts = value.AsScalar($"a key");
            foreach (var key in new[] { own, acts })
                if (Parse(key.Value) is null) throw key.Wrong($"no key is called '{key.Value}'",
                    $"a key is a character, or a name such as Down, PageUp, F5 or Ctrl-N", $"correct it");
            written.Add((own.Value, acts.Value));
        }
        return new OwnKeys(written);
    }

    public string Write() =>
        written.Count == 0 ? ""
            : $"keys: {{ {string.Join(", ", written.Select(w => $"{InventoryText.Scalar(w.Own)}: {InventoryText.Scalar(w.As)}"))} }}\n";

    private static Key? Parse(string name) => name switch
    {
        "" => null,
        "Up" => Key.CursorUp,
        "Down" => Key.CursorDown,
        "Left" => Key.CursorLeft,
        "Right" => Key.CursorRight,
        { Length: 1 } => new Key(name[0]),
        _ => Key.TryParse(name.Replace("Ctrl-", "Ctrl+", StringComparison.OrdinalIgnoreCase)
            .Replace("Alt-", "Alt+", StringComparison.OrdinalIgnoreCase), out var key) ? key : null,
    };
}
