using System.Globalization;
using OvsWizard.Texts;

namespace OvsWizard.Inventories;

/// <summary>What ssh_config(5) says about one host; tokens and <c>~</c> are expanded.</summary>
public sealed record SshConfigEntry(
    string? HostName,
    int? Port,
    string? User,
    IReadOnlyList<string> IdentityFiles,
    IReadOnlyList<string> CertificateFiles,
    string? ProxyJump,
    IReadOnlyList<string> UserKnownHostsFiles);

/// <summary>
/// The part of ssh_config(5) that decides how a host is reached. The first value found wins, except for
/// IdentityFile and CertificateFile, which add up. <c>Match</c> blocks are skipped with a warning: they may run commands.
/// </summary>
public sealed class SshConfig
{
    private readonly List<SshConfigOption> _options;
    private readonly List<Placed<string>> hosts;

    private SshConfig(List<SshConfigOption> options, List<Placed<string>> hosts, List<FormattableString> warnings) => (_options, this.hosts, Warnings) = (options, hosts, warnings);

    public static SshConfig Empty { get; } = new([], [], []);

    /// <summary>What was passed over, each with its place.</summary>
    public IReadOnlyList<FormattableString> Warnings { get; }

    /// <summary>Reads a text; touches no file: <paramref name="include"/> returns the files that an Include's pattern names.</summary>
    /// <exception cref="Failure">Input, with file:line:column.</exception>
    public static SshConfig Parse(string text, string file, Func<string, IEnumerable<(string File, string Text)>>? include = null)
    {
        var reader = new SshConfigReader(include ?? (_ => []));
        reader.Read(text, file, []);
        return new SshConfig(reader.Options, reader.Hosts, reader.Warnings);
    }

    /// <summary>Reads ~/.ssh/config and what it includes; a missing file is an empty one.</summary>
    public static SshConfig Load(LocalUser user) => Load(Path.Combine(user.Home, ".ssh", "config"), Path.Combine(user.Home, ".ssh"), user);

    /// <summary>Reads an ssh configuration of any name, and what it includes.</summary>
    /// <param name="folder">Where relative names of included files are looked for.</param>
    /// <exception cref="Failure">Input, with file:line:column.</exception>
    public static SshConfig Load(string path, string folder, LocalUser user)
    {
        if (!File.Exists(path)) return Empty;
        return Parse(Text(path), path, pattern => SshConfigIncludes.Find(user.Expand(pattern), folder).Select(f => (f, Text(f))));

        static string Text(string path)
        {
            try
            {
                return TextFile.Read(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new Failure(FailureKind.Input, $"cannot read '{path}'", $"{e.Message}", cause: e);
            }
        }
    }

    /// <summary>Whether ssh would hide the name of a host that it records: HashKnownHosts in ~/.ssh/config, else in /etc/ssh/ssh_config.</summary>
    public static bool HashesKnownHosts(string name, LocalUser user) =>
        (Load(user).Hashes(name) ?? Load("/etc/ssh/ssh_config", "/etc/ssh", user).Hashes(name)) is true;

    private bool? Hashes(string name) =>
        _options.Find(o => o.Keyword == "hashknownhosts" && o.AppliesTo(name)) is { } option ? option.Value.Equals("yes", StringComparison.OrdinalIgnoreCase) : null;

    /// <summary>The names that its Host lines give without wildcards, in the order of the file: what a person would type after ssh.</summary>
    public IReadOnlyList<string> Names => [.. PlacedNames.Select(n => n.Value)];

    /// <summary>The same, with where each is first named.</summary>
    internal IReadOnlyList<Placed<string>> PlacedNames => [.. hosts.Where(n => n.Value.AsSpan().IndexOfAny("*?!") < 0).DistinctBy(n => n.Value)];

    /// <summary>What the file says about the host that is called <paramref name="name"/> on the command line.</summary>
    public SshConfigEntry Find(string name, LocalUser user)
    {
        var options = _options.Where(o => o.AppliesTo(name)).ToList();
        var hostName = First("hostname") is { } h ? Tokens(h.Value, ('h', name)) : null;
        var port = First("port") is { } p ? ReadPort(p) : (int?)null;
        var remoteUser = First("user")?.Value;
        (char, string)[] tokens =
        [
            ('h', hostName ?? name), ('n', name), ('p', (port ?? Host.DefaultPort).ToString(CultureInfo.InvariantCulture)),
            ('r', remoteUser ?? user.Name), ('u', user.Name), ('d', user.Home),
        ];
        return new SshConfigEntry(
            hostName, port, remoteUser, Paths("identityfile"), Paths("certificatefile"),
            First("proxyjump") is { } jump && !IsNone(jump.Value) ? Tokens(jump.Value, tokens) : null,
            First("userknownhostsfile") is { } known ? [.. known.Values.Where(v => !IsNone(v)).Select(Path)] : []);

        SshConfigOption? First(string keyword) => options.Find(o => o.Keyword == keyword);
        string[] Paths(string keyword) => [.. options.Where(o => o.Keyword == keyword && !IsNone(o.Value)).Select(o => Path(o.Value))];
        string Path(string value) => user.Expand(Tokens(value, tokens));
    }

    private static bool IsNone(string value) => value.Equals("none", StringComparison.OrdinalIgnoreCase);

    private static int ReadPort(SshConfigOption option) =>
        int.TryParse(option.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
            ? port
            : throw new Failure(FailureKind.Input, $"'{option.Value}' is no port", now: $"give a number from 1 to 65535", at: option.At);

    private static string Tokens(string value, params ReadOnlySpan<(char Token, string Text)> tokens)
    {
        if (!value.Contains('%', StringComparison.Ordinal)) return value;
        var result = new System.Text.StringBuilder();
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] != '%' || i + 1 == value.Length)
            {
                result.Append(value[i]);
                continue;
            }
            var token = value[++i];
            string? text = token == '%' ? "%" : null;
            foreach (var known in tokens)
                if (known.Token == token) text = known.Text;
            result.Append(text ?? "%" + token);
        }
        return result.ToString();
    }
}
