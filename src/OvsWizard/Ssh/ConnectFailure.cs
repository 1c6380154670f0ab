using System.Net.Sockets;
using OvsWizard.Inventories;
using Renci.SshNet.Common;
using Renci.SshNet.Messages.Transport;

namespace OvsWizard.Ssh;

/// <summary>Says in the operator's terms why a connection did not come about.</summary>
internal static class ConnectFailure
{
    /// <param name="login">What the host was offered.</param>
    /// <param name="limit">The time that the stage under way had.</param>
    public static Failure From(Exception cause, Host host, Login login, TimeSpan limit)
    {
        var place = KnownHosts.Name(host.Address, host.Port);
        var offered = login.Offered;
        switch (cause)
        {
            case Failure failure:
                return failure;
            case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData
                or SocketError.TryAgain } e:
                return Fail($"the name '{host.Address}' does not resolve", $"{e.Message}",
                    $"give the host an 'address' in the inventory, or correct DNS");
            case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                return Fail($"{place} refused the connection",
                    $"no sshd listens on port {host.Port}, or a firewall rejects it",
                    $"start sshd there, or correct 'port' in the inventory");
            case SocketException { SocketErrorCode: SocketError.HostUnreachable or SocketError.NetworkUnreachable
                or SocketError.NetworkDown or SocketError.HostDown } e:
                return Fail($"no route to {place}", $"{e.Message}", host.Netns is null
                    ? (FormattableString)$"check that the host is up, and the routes of this machine"
                    : $"check that the host is up, and the routes in the network namespace '{host.Netns}'");
            case SocketException { SocketErrorCode: SocketError.TimedOut } or SshOperationTimeoutException
                or OperationCanceledException when offered.Count > 0:
                return Fail($"{place} did not finish the login within {limit.TotalSeconds:0.#} s",
                    $"it was offered {string.Join(", ", offered)}; a directory service there may not answer",
                    $"log in with ssh, and see the log of sshd on the host: ssh {host.User}@{host.Address}");
            case SocketException { SocketErrorCode: SocketError.TimedOut } or SshOperationTimeoutException
                or OperationCanceledException:
                return Fail($"{place} did not answer within {limit.TotalSeconds:0.#} s",
                    $"the host is down, or a firewall drops the packets",
                    $"check that it is up and reachable: ping {host.Address}");
            case SshAuthenticationException e:
                return Refused($"{e.Message}");
            case SshConnectionException { DisconnectReason: DisconnectReason.ProtocolError
                or DisconnectReason.NoMoreAuthenticationMethodsAvailable } e when offered.Count > 0:
                return Refused($"{e.Message}");
            case SshConnectionException { DisconnectReason: DisconnectReason.KeyExchangeFailed } e:
                return Fail($"{place} and this program have no common encryption, or the host's signature is wrong",
                    $"{e.Message}", $"see what sshd offers (ssh -v); a host certificate may have expired");
            case SshConnectionException or SshException or SocketException or IOException:
                return Fail($"the connection to {place} broke while it was set up", $"{cause.Message}",
                    $"see the log of sshd on the host; it may limit new connections (MaxStartups)");
            default:
                return Fail($"cannot connect to {place}", $"{cause.Message}", null);
        }

        Failure Fail(FormattableString what, FormattableString why, FormattableString? now) =>
            new(FailureKind.Host, what, why, now, host.Name, cause: cause);

        Failure Refused(FormattableString why)
        {
            if (login.Unanswered is { } question)
                return Fail($"cannot log in to {host.Name}: it asks '{question}', and there is nobody to answer",
                    $"the password or key alone is not enough",
                    $"answer it in the wizard or on a terminal; a script needs a login without a second factor");
            if (login.HasRefusedPassword)
                return Fail($"cannot log in to {host.Name}: it refused the password of {host.User}",
                    host.PasswordEnv is { } variable ? $"it came from the environment variable {variable}"
                        : (FormattableString)$"it was entered {login.Asked} times",
                    $"give the right password; if it is right, see PasswordAuthentication and the log of sshd on the host");
            return Fail($"{place} refused the login of {host.User}",
                $"{why} Offered: {(offered.Count == 0 ? (FormattableString)$"it takes no arguments" : $"{string.Join(", ", offered)}")}{Passed(host, login)}",
                $"add the public key to ~{host.User}/.ssh/authorized_keys on the host (ssh-copy-id), or name the right 'user' and 'identity' in the inventory");
        }
    }

    /// <summary>What the ssh configuration names and could not be offered.</summary>
    private static FormattableString? Passed(Host host, Login login) => (login.Missing, host.Ssh.TokenProvider) switch
    {
        ([], null) => null,
        (var missing, null) => $"; ignored: {string.Join(", ", missing.Select(m => m.What))}",
        (_, var provider) => $"; keys of PKCS11Provider {provider} only through ssh-agent: ssh-add -s {provider}",
    };
}
