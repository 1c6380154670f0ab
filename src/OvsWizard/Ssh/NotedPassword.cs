using Renci.SshNet;

namespace OvsWizard.Ssh;

/// <summary>The method "password", which tells when the host is given it.</summary>
internal sealed class NotedPassword(string user, string password, Action noted)
    : PasswordAuthenticationMethod(user, password)
{
    public override AuthenticationResult Authenticate(Session session)
    {
        noted();
        return base.Authenticate(session);
    }
}
