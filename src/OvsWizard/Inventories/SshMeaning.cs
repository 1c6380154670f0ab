using System.Globalization;
using System.Net;

namespace OvsWizard.Inventories;

/// <summary>
/// Reads an answer of ssh's as what it means for a connection. Only what differs from ssh's usual counts as said.
/// </summary>
internal sealed class SshMeaning(SshQuestion question, SshAnswer answer, SshAnswer usual, LocalUser user)
{
    private static readonly string[] AllMethods = ["publickey", "keyboard-interactive", "password"];

    private readonly List<FormattableString> warnings = [];

    /// <exception cref="Failure">Input: something is asked for that cannot be done here, and would lead
    /// elsewhere.</exception>
    public SshEntry Read()
    {
        var (address, port, login) = (answer.Find("hostname") ?? question.Name, Number("port") ?? Host.DefaultPort,
            answer.Find("user") ?? user.Name);
        var jump = answer.FindSome("proxyjump");
        var alias = answer.FindSome("hostkeyalias");
        var tokens = new SshTokens(question.Name, address, port, login, alias ?? question.Name, jump ?? "", user);
        return new SshEntry(address, port, login)
        {
            Identities = Said("identityfile") is not { } files ? [] : files.Any(IsSome)
                ? [.. files.Where(IsSome).Select(tokens.Path)] : [Host.NoIdentity],
            Certificates = [.. answer.All("certificatefile").Where(IsSome).Select(tokens.Path)],
            KnownHostsFiles = [.. (SaidFiles("userknownhostsfile") ?? []).Select(tokens.Path)],
            Jumps = jump is null ? [] : jump.Split(',',
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            Settings = Settings(tokens) with { HostKeyAlias = alias },
            InsteadOfCommands = InsteadOfCommands(),
            Warnings = warnings,
        };
    }

    private SshSettings Settings(SshTokens tokens) => new()
    {
        Arguments = question.Arguments,
        ProxyCommand = ProxyCommand(tokens),
        IdentitiesOnly = answer.Says("identitiesonly", "yes", "true"),
        MayLackIdentities = true,
        IdentityAgent = Agent(tokens),
        TokenProvider = answer.FindSome("pkcs11provider"),
        AddressFamily = answer.Find("addressfamily") is "inet" or "inet6" ? answer.Find("addressfamily") : null,
        BindAddress = answer.FindSome("bindaddress"),
        BindInterface = answer.FindSome("bindinterface"),
        ConnectTimeout = Number("connecttimeout") is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null,
        AliveInterval = Number("serveraliveinterval") is > 0 and var interval ? TimeSpan.FromSeconds(interval) : null,
        AliveCount = Math.Max(1, Number("serveralivecountmax") ?? 3),
        KnownHostsCommand = answer.FindSome("knownhostscommand") is { } command
            ? [.. ShellWords.Split(command, comments: false).Select(w => tokens.Expand(w.Text))] : [],
        GlobalKnownHostsFiles = SaidFiles("globalknownhostsfile") is { } global ? [.. global.Select(tokens.Path)]
            : null,
        AcceptsNewKeys = AcceptsNewKeys(),
        RevokedHostKeys = answer.FindSome("revokedhostkeys") is { } revoked ? tokens.Path(revoked) : null,
        HashKnownHosts = answer.Says("hashknownhosts", "yes", "true"),
        Ciphers = Algorithms("ciphers"),
        Macs = Algorithms("macs"),
        KeyExchanges = Algorithms("kexalgorithms"),
        HostKeyAlgorithms = Algorithms("hostkeyalgorithms"),
        LoginAlgorithms = Algorithms("pubkeyacceptedalgorithms"),
        Methods = Methods(),
        PasswordPrompts = Number("numberofpasswordprompts") ?? 3,
        IsBatch = answer.Says("batchmode", "yes", "true"),
    };

    private string? ProxyCommand(SshTokens tokens)
    {
        if (answer.FindSome("proxycommand") is not { } command) return null;
        return answer.Says("proxyusefdpass", "yes", "true")
            ? throw new Failure(FailureKind.Input,
                $"cannot connect to {question.Name} by its ProxyCommand: ProxyUseFdpass is not supported here",
                $"{command}",
                $"use a command that carries the data itself, such as: nc %h %p")
            : tokens.Expand(command);
    }

    private string? Agent(SshTokens tokens) => answer.Find("identityagent") switch
    {
        null or "SSH_AUTH_SOCK" => null,
        var none when SshAnswer.IsNone(none) => "",
        ['$', .. var variable] when variable is not ['{', ..] => Environment.GetEnvironmentVariable(variable) ?? "",
        var path => tokens.Path(path),
    };

    /// <summary>
    /// With these ssh refuses every command, or runs none; often they lead on to another machine (RemoteCommand ssh …).
    /// </summary>
    private string? InsteadOfCommands() =>
        answer.FindSome("remotecommand") is { } command ? $"RemoteCommand {command}"
        : answer.Find("sessiontype") is { } type and not "default" ? $"SessionType {type}"
        : null;

    /// <summary>
    /// Keys that nobody has compared are the one thing in which ssh's configuration is not followed all the way.
    /// </summary>
    private bool AcceptsNewKeys()
    {
        var word = answer.Find("stricthostkeychecking") ?? "ask";
        if (word is "no" or "off" or "false")
            warnings.Add(
                (FormattableString)$"StrictHostKeyChecking no is not followed: an unknown host key is asked about or refused here, and a changed one always refused");
        if (answer.Says("nohostauthenticationforlocalhost", "yes", "true") && IsLoopback(answer.Find("hostname") ?? ""))
            warnings.Add(
                (FormattableString)$"NoHostAuthenticationForLocalhost is not followed: a host key is checked here also where the address is this machine's");
        if (answer.Says("updatehostkeys", "ask"))
            warnings.Add(
                (FormattableString)$"UpdateHostKeys ask is not followed: other keys of a host are not recorded here; ssh itself does it");
        return word == "accept-new";
    }

    /// <summary>What is said of the methods of logging in; null where nothing is.</summary>
    /// <exception cref="Failure">Input: none is left that is supported here.</exception>
    private List<string>? Methods()
    {
        var preferred = answer.Find("preferredauthentications")?.Split(',', StringSplitOptions.TrimEntries);
        var off = AllMethods.Where(m =>
            answer.Says(m switch { "publickey" => "pubkeyauthentication", "password" => "passwordauthentication", _ =>
            "kbdinteractiveauthentication" }, "no", "false")).ToList();
        if (preferred is null && off.Count == 0) return null;
        List<string> left = [.. (preferred ?? AllMethods).Where(m => AllMethods.Contains(m) && !off.Contains(m))];
        return left.Count > 0 ? left : throw new Failure(FailureKind.Input,
            $"cannot log in to {question.Name}: its ssh configuration allows no supported method",
            $"{(preferred is null ? "PubkeyAuthentication, PasswordAuthentication and KbdInteractiveAuthentication are no" : $"PreferredAuthentications {string.Join(',', preferred)}")}",
            $"allow publickey, keyboard-interactive or password");
    }

    private string[]? Algorithms(string keyword) => answer.Find(keyword) is { } said && said != usual.Find(keyword)
        ? said.Split(',') : null;

    /// <summary>The values where they are not ssh's usual ones.</summary>
    private IReadOnlyList<string>? Said(string keyword) =>
        answer.All(keyword) is { Count: > 0 } all && !all.SequenceEqual(usual.All(keyword)) ? all : null;

    /// <summary>
    /// The same for files that stand in one line; a blank within a name is told from one between two by what begins a
    /// path.
    /// </summary>
    private List<string>? SaidFiles(string keyword)
    {
        if (Said(keyword) is not { } lines) return null;
        var files = new List<string>();
        foreach (var word in lines.SelectMany(l => l.Split(' ')))
            if (files.Count > 0 && word is not (['/' or '~' or '%' or '$' or '.', ..] or "none")) files[^1] += " "
                + word;
            else files.Add(word);
        if (files.RemoveAll(f => !IsSome(f) || f == "/dev/null") > 0 && keyword == "userknownhostsfile"
            && files.Count == 0)
            warnings.Add(
                (FormattableString)$"UserKnownHostsFile names no file that keeps keys: those of ~/.ssh/known_hosts count here");
        return files;
    }

    private int? Number(string keyword) =>
        int.TryParse(answer.Find(keyword), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : null;

    private static bool IsLoopback(string address) =>
        IPAddress.TryParse(address, out var ip) ? IPAddress.IsLoopback(ip) : address == "localhost";

    private static bool IsSome(string value) => !SshAnswer.IsNone(value);
}
