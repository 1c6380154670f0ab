namespace OvsWizard.Inventories;

/// <summary>Arguments of ssh(1) as far as they say how a host is reached. Pure.</summary>
internal static class SshArguments
{
    /// <summary>Options of ssh that take a value.</summary>
    private const string WithValue = "BbcDEeFIiJLlmOoPpRSWw";

    /// <summary>
    /// The arguments one by one: letters that stand together are taken apart, and so are their values.
    /// </summary>
    /// <exception cref="Failure">Input: a word that is no option, or an option without its value.</exception>
    public static IReadOnlyList<(char Option, string Value)> Read(IReadOnlyList<string> words,
        SourceLocation? at = null)
    {
        var read = new List<(char, string)>();
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (word.Length < 2 || word[0] != '-' || word == "--")
                throw new Failure(FailureKind.Input, $"'{word}' is not an option of ssh",
                    $"arguments of ssh are options: -o NAME=VALUE, -F FILE", at: at);
            for (var letter = 1; letter < word.Length; letter++)
            {
                if (!WithValue.Contains(word[letter], StringComparison.Ordinal))
                {
                    read.Add((word[letter], ""));
                    continue;
                }
                var value = letter + 1 < word.Length ? word[(letter + 1)..] : i + 1 < words.Count ? words[++i]
                    : throw new Failure(FailureKind.Input, $"'{word}' has no value",
                        $"option -{word[letter]} of ssh needs one", at: at);
                read.Add((word[letter], value));
                break;
            }
        }
        return read;
    }

    /// <summary>
    /// The host among the words of a command line of ssh, and its options; what follows the host is no option of ssh.
    /// </summary>
    /// <exception cref="Failure">Input: there is no host, or more follows it.</exception>
    public static (string Destination, IReadOnlyList<string> Options) TakeDestination(IReadOnlyList<string> words)
    {
        var i = 0;
        while (i < words.Count && words[i] is ['-', var letter, ..]) i += words[i].Length == 2
            && WithValue.Contains(letter, StringComparison.Ordinal) ? 2 : 1;
        var destination = i < words.Count ? words[i]
            : throw new Failure(FailureKind.Input, $"'{string.Join(' ', words)}' names no host",
            now: $"write it as for ssh: user@host:port");
        // ssh takes options after the host, too.
        return (destination, [.. words.Take(i), .. words.Skip(i + 1)]);
    }

    public static bool NamesConfiguration(IReadOnlyList<string> words) => Read(words).Any(o => o.Option == 'F');

    /// <summary>Those that ssh hands on to the ssh of a jump host: which configuration to read.</summary>
    public static IReadOnlyList<string> OfJump(IReadOnlyList<string> words) =>
        Read(words).FirstOrDefault(o => o.Option == 'F') is { Option: 'F', Value: var file } ? ["-F", file] : [];

    /// <summary>
    /// The same arguments where the file of -F is taken from a folder, so that they mean the same wherever they are
    /// used.
    /// </summary>
    public static IReadOnlyList<string> From(string folder, IReadOnlyList<string> words, SourceLocation? at = null) =>
        [.. Read(words, at).SelectMany(o => o.Value.Length == 0 ? [$"-{o.Option}"]
            : new[] { $"-{o.Option}", o is { Option: 'F', Value: not "none" } ? Path.GetFullPath(o.Value, folder)
                : o.Value })];

    /// <summary>The arguments without the address that they give, and that.</summary>
    public static (IReadOnlyList<string> Others, string? HostName) WithoutHostName(IReadOnlyList<string> words)
    {
        const string option = "HostName=";
        var rest = new List<string>();
        string? hostName = null;
        foreach (var (letter, value) in Read(words))
            if (letter == 'o' && value.StartsWith(option,
                StringComparison.OrdinalIgnoreCase)) hostName ??= value[option.Length..];
            else rest.AddRange(value.Length > 0 ? [$"-{letter}", value] : [$"-{letter}"]);
        return (rest, hostName);
    }

    /// <summary>What they say, as lines of ssh_config(5), and those that say something else.</summary>
    public static (IReadOnlyList<(string Keyword, string Value)> Lines,
        IReadOnlyList<string> Others) ToLines(IReadOnlyList<string> words)
    {
        var lines = new List<(string, string)>();
        var rest = new List<string>();
        foreach (var (option, value) in Read(words))
            switch (option)
            {
                case 'F': break;
                case 'J': lines.Add(("ProxyJump", value)); break;
                case 'i': lines.Add(("IdentityFile", value)); break;
                case 'l': lines.Add(("User", value)); break;
                case 'p': lines.Add(("Port", value)); break;
                case 'b': lines.Add(("BindAddress", value)); break;
                case 'B': lines.Add(("BindInterface", value)); break;
                case 'c': lines.Add(("Ciphers", value)); break;
                case 'm': lines.Add(("MACs", value)); break;
                case 'I': lines.Add(("PKCS11Provider", value)); break;
                case '4': lines.Add(("AddressFamily", "inet")); break;
                case '6': lines.Add(("AddressFamily", "inet6")); break;
                case 'o' when value.Split(['=', ' '], 2) is [var keyword,
                    var said]: lines.Add((keyword.Trim(), said.Trim())); break;
                // Nothing of these says where, or as whom, one connects.
                case 'A' or 'a' or 'C' or 'q' or 'v' or 'T' or 't' or 'x' or 'X' or 'Y' or 'k' or 'K' or 'N' or 'n'
                    or 'S' or 'e' or 'E': break;
                default: rest.Add($"-{option}{(value.Length > 0 ? " " : "")}{value}"); break;
            }
        return (lines, rest);
    }
}
