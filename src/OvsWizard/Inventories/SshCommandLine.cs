namespace OvsWizard.Inventories;

/// <summary>Options of ssh(1) that say by which way a host is reached; the rest is handed back. Pure.</summary>
/// <param name="Jump">What -J or ProxyJump says, or a ProxyCommand that is <c>ssh -W %h:%p HOST</c>.</param>
internal sealed record SshCommandLine(string? Jump, string? KnownHosts, IReadOnlyList<string> Rest)
{
    public static SshCommandLine Read(string line)
    {
        string? jump = null, known = null;
        var rest = new List<string>();
        var words = ShellWords.Split(line, comments: false).Select(w => w.Text).ToList();
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (word is "-J" && i + 1 < words.Count) jump = words[++i];
            else if (word.StartsWith("-J", StringComparison.Ordinal) && word.Length > 2) jump = word[2..];
            else if (word is "-o" && i + 1 < words.Count) Option(words[++i]);
            else if (word.StartsWith("-o", StringComparison.Ordinal) && word.Length > 2) Option(word[2..]);
            else rest.Add(word);
        }
        return new SshCommandLine(jump, known, rest);

        void Option(string text)
        {
            var parts = text.Split(['=', ' '], 2);
            var value = parts.Length == 2 ? parts[1].Trim() : "";
            switch (parts[0].ToLowerInvariant())
            {
                case "proxyjump": jump = value; break;
                case "userknownhostsfile" when value is not "/dev/null": known = value; break;
                case "proxycommand" when ForwardTo(value) is { } host: jump = host; break;
                default: rest.AddRange(["-o", text]); break;
            }
        }
    }

    /// <summary>The host that a ProxyCommand goes through, where it does nothing else.</summary>
    private static string? ForwardTo(string command)
    {
        var words = ShellWords.Split(command, comments: false).Select(w => w.Text).ToList();
        if (words is not ["ssh", ..]) return null;
        string? host = null, port = null;
        var forwards = false;
        for (var i = 1; i < words.Count; i++)
            switch (words[i])
            {
                case "-q": break;
                case "-W" when i + 1 < words.Count: forwards = words[++i] is "%h:%p" or "[%h]:%p"; break;
                case "-p" when i + 1 < words.Count: port = words[++i]; break;
                case var word when word[0] != '-' && host is null: host = word; break;
                default: return null;
            }
        return forwards ? port is null ? host : $"{host}:{port}" : null;
    }
}
