using System.Globalization;

namespace OvsWizard.Inventories;

/// <summary>
/// A host as one types it after ssh: <c>[user@]host[:port]</c>, <c>[user@][address]:port</c> or <c>ssh://…</c>. Pure.
/// </summary>
/// <param name="Host">Without the brackets of an IPv6 address.</param>
internal sealed record SshDestination(string? User, string Host, int? Port)
{
    private const string Scheme = "ssh://";

    /// <exception cref="Failure">Input: it names no host, or no valid port.</exception>
    public static SshDestination Read(string text, SourceLocation? at = null)
    {
        var host = text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? text[Scheme.Length..].TrimEnd('/')
            : text;
        string? user = null;
        if (host.LastIndexOf('@') is >= 0 and var split) (user, host) = (host[..split], host[(split + 1)..]);
        int? port = null;
        if (ColonOfPort(host) is { } colon)
            (port, host) = (PortOf(host[(colon + 1)..]) ?? throw Wrong($"'{text}' has no valid port", at),
                host[..colon]);
        if (host.StartsWith('[') && host.EndsWith(']')) host = host[1..^1];
        var isName = host.Length > 0 && host[0] != '-' && user is not ("" or ['-', ..])
            && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));
        return isName ? new SshDestination(user, host, port) : throw Wrong($"'{text}' names no host", at);
    }

    /// <summary>The number of a port; null where it is none.</summary>
    public static int? PortOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
            ? port : null;

    /// <summary>
    /// Where the port's colon stands: an IPv6 address has many, and only after brackets one of a port.
    /// </summary>
    private static int? ColonOfPort(string host) => host.LastIndexOf(':') switch
    {
        < 0 => null,
        var colon when host.StartsWith('[') => colon > 0 && host[colon - 1] == ']' ? colon : null,
        var colon => host.IndexOf(':', StringComparison.Ordinal) == colon ? colon : null,
    };

    private static Failure Wrong(FormattableString what, SourceLocation? at) =>
        new(FailureKind.Input, what, now: $"write it as for ssh: user@host:port, [2001:db8::1]:22 or ssh://user@host",
            at: at);
}
