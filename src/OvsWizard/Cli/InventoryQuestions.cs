using OvsWizard.Inventories;
using OvsWizard.Texts;

namespace OvsWizard.Cli;

/// <summary>What <c>inventory init</c> asks, where no option has answered.</summary>
/// <param name="answers">Null: nobody is there to answer.</param>
public sealed class InventoryQuestions(TextWriter to, TextReader? answers, LocalUser user, SshConfig config, Language language)
{
    private static readonly string[] UsualKeys = ["id_ed25519", "id_ecdsa", "id_rsa"];

    /// <exception cref="Failure">Input: something is missing, and nobody can be asked.</exception>
    public InventoryStart Ask(IReadOnlyList<string> hosts, string? login, string? key, bool? sudo)
    {
        if (hosts.Count == 0) hosts = AskHosts();
        login ??= AskFor($"User that logs in", "root", "--user");
        key ??= AskFor($"Private key file ('none': ssh-agent and the usual ones)", UsualKey(), "--key");
        sudo ??= login != "root" && answers is not null && AskFor($"Become root with sudo (yes or no)", "yes", "--sudo") is "yes" or "y";
        return new InventoryStart([.. hosts.Select(Split)], login, key is "none" ? null : key, sudo.Value);
    }

    private List<string> AskHosts()
    {
        if (answers is null) throw Missing($"The hosts", "--host NAME=ADDRESS");
        if (config.Names.Count > 0) to.WriteLine(language.Say($"~/.ssh/config names: {string.Join(", ", config.Names)}"));
        to.WriteLine(language.Say($"Hosts, one a line: NAME, or NAME=ADDRESS; an empty line ends."));
        var hosts = new List<string>();
        while (true)
        {
            to.Write(language.Say($"Host {hosts.Count + 1}: "));
            if (answers.ReadLine()?.Trim() is { Length: > 0 } host) hosts.Add(host);
            else if (hosts.Count > 0) return hosts;
            else throw new Failure(FailureKind.Declined, $"no host was named, no inventory is written");
        }
    }

    private string AskFor(FormattableString what, string usual, string option)
    {
        if (answers is null) throw Missing(what, option);
        to.Write($"{language.Say(what)} [{usual}]: ");
        return answers.ReadLine()?.Trim() is { Length: > 0 } answer ? answer : usual;
    }

    private string UsualKey() =>
        UsualKeys.Where(name => File.Exists(Path.Combine(user.Home, ".ssh", name))).Select(name => $"~/.ssh/{name}").FirstOrDefault() ?? "none";

    private static (string Name, string? Address) Split(string host) =>
        host.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals ? (host[..equals].Trim(), host[(equals + 1)..].Trim()) : (host, null);

    private static Failure Missing(FormattableString what, string option) =>
        new(FailureKind.Input, $"there is no terminal to answer on: {what}", now: $"say it: {option}");
}
