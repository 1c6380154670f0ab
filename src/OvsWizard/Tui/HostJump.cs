using OvsWizard.Texts;
using Terminal.Gui.Input;

namespace OvsWizard.Tui;

/// <summary>The key that goes to one of many hosts by its name, where arrows would take too long.</summary>
internal static class HostJump
{
    /// <summary>So many are reached by arrows.</summary>
    private const int Few = 8;

    /// <param name="hosts">In their places, and what each is called.</param>
    /// <param name="jump">Goes to the host at this place.</param>
    public static IEnumerable<ScreenKey> Keys<T>(Wizard wizard, IReadOnlyList<T> hosts, Func<T, string> nameOf,
        Action<int> jump)
    {
        if (hosts.Count > Few) yield return new ScreenKey(Key.G, wizard.Language.Say($"go to host"),
            () => wizard.Do(() => AskAsync(wizard, [.. hosts.Select(nameOf)], jump)));
    }

    /// <summary>The host of that name, else the first that has it in its name; -1: none.</summary>
    private static int Find(List<string> names, string typed)
    {
        var whole = names.FindIndex(h => h.Equals(typed, StringComparison.OrdinalIgnoreCase));
        return whole >= 0 ? whole : names.FindIndex(h => h.Contains(typed, StringComparison.OrdinalIgnoreCase));
    }

    private static async Task AskAsync(Wizard wizard, List<string> hosts, Action<int> jump)
    {
        var language = wizard.Language;
        if (await wizard.AskTextAsync(language.Say($"Go to host"), [language.Say($"Its name, or a part of it.")],
            language.Say($"go there")) is not { Length: > 0 } typed) return;
        if (Find(hosts, typed.Trim()) is >= 0 and var at) jump(at);
        else wizard.Tell(new Line(language.Say($"no host '{typed}' is in this run"), Tone.Changed));
    }
}
