using System.Text.RegularExpressions;

namespace OvsWizard.Inventories;

/// <summary>
/// Hosts typed or pasted as one would for ssh: <c>user@host:port</c>, <c>ssh://user@host</c>, <c>ssh -p 2222 host</c>,
/// <c>NAME=ADDRESS</c>, <c>host[01-20]</c>; many of them with blanks, commas or line ends between. Pure.
/// </summary>
public static partial class TypedHosts
{
    /// <exception cref="Failure">Input: one of them names no host, or there is none.</exception>
    public static IReadOnlyList<HostEntry> Read(string text)
    {
        var hosts = new List<HostEntry>();
        foreach (var line in text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#'))
            hosts.AddRange(SshCommand().IsMatch(line) ? [Command(line)] : Words(line).SelectMany(Expand));
        if (hosts.Count == 0) throw new Failure(FailureKind.Input, $"no host is named",
            now: $"write it as for ssh: user@host:port");
        return hosts.GroupBy(h => h.Name).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw new Failure(FailureKind.Input, $"host '{twice.Key}' appears twice", now: $"keep one of them")
            : hosts;
    }

    private static string[] Words(string line) =>
        line.Split((char[])[' ', '\t', ',', ';'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What stands after ssh on its command line, without a command for the host.</summary>
    private static HostEntry Command(string line)
    {
        var words = ShellWords.Split(line, comments: false).Select(w => w.Text).Skip(1).ToList();
        var (destination, arguments) = SshArguments.TakeDestination(words);
        var (said, others) = SshArguments.ToLines(arguments);
        if (others.Count > 0)
            throw new Failure(FailureKind.Input, $"'{others[0]}' of '{line}' is not supported",
                now: $"write user@host:port, and what is special about the host into ~/.ssh/config");
        var entry = Entry(destination);
        foreach (var (keyword, value) in said)
            entry = keyword.ToLowerInvariant() switch
            {
                "port" => entry with { Port = value },
                "user" => entry with { User = value },
                "identityfile" => entry with { Identity = value },
                "proxyjump" => entry with { Jump = value },
                _ => throw new Failure(FailureKind.Input, $"'{keyword}' of '{line}' is not supported",
                    now: $"write it into ~/.ssh/config"),
            };
        return entry;
    }

    private static IEnumerable<HostEntry> Expand(string word)
    {
        var pattern = DashRange().Replace(word, "[$1:$2]");
        var at = new SourceLocation("typed");
        var names = CountRange().IsMatch(pattern) ? HostRange.Expand(pattern, at) : [word];
        return names.Select(Entry);
    }

    private static HostEntry Entry(string word)
    {
        var (name, address) = word.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals
            ? (word[..equals], word[(equals + 1)..]) : ("", word);
        var typed = SshDestination.Read(address);
        var isName = HostName.IsValid(typed.Host);
        if (name.Length == 0) name = isName ? typed.Host : typed.Host.Replace(':', '-');
        if (!HostName.IsValid(name)) throw HostName.Wrong(name, new SourceLocation("typed"))
            .With(null, new FormatException(name));
        return new HostEntry(name, name == typed.Host ? "" : typed.Host, typed.User ?? "", typed.Port is { } port
            ? $"{port}" : "");
    }

    [GeneratedRegex(@"^ssh\s")]
    private static partial Regex SshCommand();

    [GeneratedRegex(@"\[(\d{1,9}|[a-zA-Z])-(\d{1,9}|[a-zA-Z])\]")]
    private static partial Regex DashRange();

    /// <summary>A range, and not the address of an IPv6 host in brackets.</summary>
    [GeneratedRegex(@"\w\[[^\]:]+:[^\]:]+(:\d+)?\]|\[[^\]:]+:[^\]:]+(:\d+)?\]\w")]
    private static partial Regex CountRange();
}
