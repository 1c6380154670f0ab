namespace OvsWizard.Inventories;

/// <summary>
/// Our own reading of an ssh configuration, for where OpenSSH's client is not installed. The first value found wins,
/// except for IdentityFile and CertificateFile, which add up. What it does not understand, and could lead elsewhere, it
/// says.
/// </summary>
/// <param name="open">Reads the configuration that an argument -F names.</param>
internal sealed class SshConfigFile(SshConfigText text, LocalUser user, Func<string, SshConfigText>? open = null)
    : ISshReader
{
    /// <summary>Honoured where they are said; see <see cref="SshMeaning"/>.</summary>
    private static readonly string[] Understood =
    [
        "addressfamily", "batchmode", "bindaddress", "bindinterface", "certificatefile", "ciphers", "connecttimeout",
            "globalknownhostsfile",
        "hashknownhosts", "hostkeyalgorithms", "hostkeyalias", "hostname", "identitiesonly", "identityagent",
            "identityfile",
        "kbdinteractiveauthentication", "kexalgorithms", "knownhostscommand", "macs", "numberofpasswordprompts",
            "passwordauthentication",
        "pkcs11provider", "port", "preferredauthentications", "proxycommand", "proxyjump", "proxyusefdpass",
            "pubkeyacceptedalgorithms",
        "nohostauthenticationforlocalhost", "pubkeyauthentication", "remotecommand", "revokedhostkeys",
            "serveralivecountmax",
        "serveraliveinterval", "sessiontype", "stricthostkeychecking", "updatehostkeys", "user", "userknownhostsfile",
    ];

    /// <summary>They change neither where, nor as whom, one connects.</summary>
    private static readonly string[] WithoutEffect =
    [
        "addkeystoagent", "canonicaldomains", "canonicalizefallbacklocal", "canonicalizemaxdots",
            "canonicalizepermittedcnames", "casignaturealgorithms",
        "channeltimeout", "checkhostip", "clearallforwardings", "compression", "connectionattempts", "controlmaster",
            "controlpath", "controlpersist",
        "dynamicforward", "enableescapecommandline", "enablesshkeysign", "escapechar", "exitonforwardfailure",
            "fingerprinthash", "forkafterauthentication",
        "forwardagent", "forwardx11", "forwardx11timeout", "forwardx11trusted", "gatewayports",
            "gssapiauthentication", "gssapidelegatecredentials",
        "hostbasedauthentication", "hostbasedacceptedalgorithms", "ignoreunknown", "ipqos", "localcommand",
            "localforward", "loglevel", "logverbose",
        "obscurekeystroketiming", "permitlocalcommand", "permitremoteopen", "rekeylimit", "remoteforward",
            "requesttty", "requiredrsasize", "securitykeyprovider", "sendenv", "setenv", "stdinnull",
        "streamlocalbindmask", "streamlocalbindunlink", "syslogfacility", "tag", "tcpkeepalive", "tunnel",
            "tunneldevice",
        "usekeychain", "verifyhostkeydns", "visualhostkey", "xauthlocation",
    ];

    private static readonly string[] Sums = ["identityfile", "certificatefile"];

    /// <summary>Old names of the same.</summary>
    private static readonly Dictionary<string, string> Names = new()
    {
        ["pubkeyacceptedkeytypes"] = "pubkeyacceptedalgorithms",
        ["challengeresponseauthentication"] = "kbdinteractiveauthentication",
    };

    public SshAnswer Usual { get; } = new();

    /// <summary>What the file says that is not understood, each with its place.</summary>
    public IEnumerable<FormattableString> Warnings =>
    [
        .. text.Warnings,
        .. text.Options.Select(o => o.Line).Where(l => !IsKnown(l))
            .Select(l =>
                (FormattableString)$"{l.Keyword.At}: '{l.Keyword.Value}' needs OpenSSH's client, which is not installed; it is ignored"),
    ];

    public SshAnswer Answer(SshQuestion question)
    {
        var (said, rest) = SshArguments.ToLines(question.Arguments);
        if (rest.Count > 0)
            throw new Failure(FailureKind.Input,
                $"cannot say how ssh reaches '{question.Name}' with {string.Join(' ', rest)}",
                $"OpenSSH's client is not installed, which would know", $"install it, or leave these arguments out");
        var arguments = new SshConfigText(_ => [], lenient: false);
        arguments.Read(string.Join('\n', said.Select(l => $"{l.Keyword} {l.Value}")), $"{question.Name}");
        var options = arguments.Options.Concat(In(question.Arguments).Options).Where(o => o.AppliesTo(question.Name))
            .Select(o => o.Line).ToList();
        var answer = new SshAnswer();
        foreach (var line in options)
        {
            var keyword = Names.GetValueOrDefault(line.Keyword.Value, line.Keyword.Value);
            if (keyword is "hostname" or "user" or "port" || !Understood.Contains(keyword)) continue;
            if (answer.Find(keyword) is not null && !Sums.Contains(keyword)) continue;
            foreach (var value in keyword.EndsWith("knownhostsfile", StringComparison.Ordinal)
                ? line.Values.Select(v => v.Value) : [line.Value]) answer.Add(keyword, value);
        }
        answer.Add("user", First("user")?.Value ?? user.Name);
        answer.Add("port", First("port") is { } port ? Port(port) : $"{Host.DefaultPort}");
        answer.Add("hostname", First("hostname") is { } named ? HostName(named, question.Name).ToLowerInvariant()
            : question.Name.ToLowerInvariant());
        return answer;

        SshConfigLine? First(string keyword) => options.Find(l => l.Keyword.Value == keyword);
    }

    private SshConfigText In(IReadOnlyList<string> arguments) =>
        SshArguments.OfJump(arguments) is [_, var file] && open is not null ? open(file) : text;

    private static bool IsKnown(SshConfigLine line) =>
        line.Keyword.Value is "canonicalizehostname" ? line.Value is "no" or "false"
        : Understood.Contains(Names.GetValueOrDefault(line.Keyword.Value, line.Keyword.Value))
            || WithoutEffect.Contains(line.Keyword.Value);

    private static string HostName(SshConfigLine line, string name) =>
        line.Value.Replace("%h", name, StringComparison.Ordinal).Replace("%%", "%", StringComparison.Ordinal);

    private static string Port(SshConfigLine line) => SshDestination.PortOf(line.Value) is not null
        ? line.Value
        : throw new Failure(FailureKind.Input, $"'{line.Value}' is not a valid port",
            now: $"give a number from 1 to 65535",
            at: line.Values[0].At);
}
