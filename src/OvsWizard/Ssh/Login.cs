using OvsWizard.Inventories;
using Renci.SshNet;

namespace OvsWizard.Ssh;

/// <summary>The ways to log in to a host that are at hand, as SSH.NET wants them, and what of them was offered.</summary>
internal sealed class Login(Host host, SshOptions options)
{
    private readonly List<string> _offered = [];

    /// <summary>Password for login and sudo; null until known.</summary>
    public string? Password { get; private set; } = host.PasswordEnv is { } variable ? FromEnvironment(host, variable) : null;

    public IReadOnlyCollection<string> Offered
    {
        get
        {
            lock (_offered) return [.. _offered];
        }
    }

    /// <exception cref="Failure">Host: there is neither a key nor a password.</exception>
    public AuthenticationMethod[] Methods()
    {
        var methods = new List<AuthenticationMethod>();
        var identities = Identities.For(host, options);
        if (identities.Count > 0)
            methods.Add(new PrivateKeyAuthenticationMethod(host.User, [.. identities.Select(i => new IdentityAlgorithm(i, k => Note($"{k.Type} {k.Label}")))]));
        if (Password is { } password)
        {
            var interactive = new KeyboardInteractiveAuthenticationMethod(host.User);
            interactive.AuthenticationPrompt += (_, e) =>
            {
                Note("password");
                foreach (var prompt in e.Prompts) prompt.Response = password;
            };
            methods.Add(interactive);
            methods.Add(new PasswordAuthenticationMethod(host.User, password));
        }
        if (methods.Count > 0) return [.. methods];
        if (options.Secrets.CanAsk) return [new NoneAuthenticationMethod(host.User)];
        throw new Failure(FailureKind.Host, $"there is no identity to log in to {host.Name} with",
            $"no key in ssh-agent, none in {options.User.Home}/.ssh, and none named in the inventory",
            $"create a key (ssh-keygen -t ed25519) and copy it there (ssh-copy-id), or name one with 'identity'", host.Name);
    }

    /// <summary>Asks for the password; false where it was known before, or nobody answers.</summary>
    public bool AskPassword(string prompt)
    {
        if (Password is not null) return false;
        Password = options.Secrets.Ask(prompt) is { Length: > 0 } answer ? answer : null;
        return Password is not null;
    }

    private void Note(string what)
    {
        lock (_offered)
            if (!_offered.Contains(what)) _offered.Add(what);
    }

    private static string FromEnvironment(Host host, string variable)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value)
        {
            Redactor.Hide(value);
            return value;
        }
        throw new Failure(FailureKind.Host, $"the environment variable {variable} is not set", $"the inventory names it as 'password_env' of {host.Name}", $"set it: read -rs {variable}; export {variable}", host.Name);
    }
}
