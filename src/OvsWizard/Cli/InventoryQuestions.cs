using OvsWizard.Inventories;
using OvsWizard.Texts;

namespace OvsWizard.Cli;

/// <summary>What <c>inventory init</c> asks, where no option has answered.</summary>
/// <param name="answers">Null: nobody is there to answer.</param>
public sealed class InventoryQuestions(TextWriter to, TextReader? answers, LocalUser user, SshConfig config,
    Language language)
{
    private static readonly string[] UsualKeys = ["id_ed25519", "id_ecdsa", "id_rsa"];

    /// <exception cref="Failure">Input: something is missing, and nobody can be asked.</exception>
    public InventoryStart Ask(IReadOnlyList<string> hosts, string? login, string? key, bool? sudo)
    {
        if (hosts.Count == 0) hosts = AskHosts();
        login ??= AskFor($"Login user", "root", "--user");
        key ??= AskFor($"Private key file ('none': ssh-agent and the usual ones)", UsualKey(), "--key");
        sudo ??= login != "root" && answers is not null && AskYes($"Become root with sudo (yes or no)", "--sudo");
        return new InventoryStart(TypedHosts.Read(string.Join('\n', hosts)),
            login, key is "none" ? null : key, sudo.Value);
    }

    private List<string> AskHosts()
    {
        if (answers is null) throw Missing($"The hosts", "--host NAME=ADDRESS");
        if (config.Names.Count > 0)
            to.WriteLine(language.Say($"~/.ssh/config names: {string.Join(", ", config.Names)}"));
        to.WriteLine(
            language.Say(
                $"Hosts as for ssh, one or many a line: NAME, user@host:port, NAME=ADDRESS, host[01-20]; an empty line ends."));
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

    /// <summary>Enter is yes; what is neither yes nor no is asked again.</summary>
    private bool AskYes(FormattableString what, string option)
    {
        while (true)
        {
            if (Reply.YesOrNo(AskFor(what, "yes", option)) is { } answer) return answer;
            to.WriteLine(language.Say($"answer yes or no"));
        }
    }

    private string UsualKey() =>
        UsualKeys.Where(name => File.Exists(Path.Combine(user.Home, ".ssh", name))).Select(name => $"~/.ssh/{name}")
            .FirstOrDefault() ?? "none";

    private static Failure Missing(FormattableString what, string option) =>
        new(FailureKind.Input, $"there is no terminal to answer on: {what}", now: $"add it: {option}");
}
