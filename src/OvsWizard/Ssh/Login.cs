using OvsWizard.Inventories;
using Renci.SshNet;

namespace OvsWizard.Ssh;

/// <summary>
/// The ways to log in to a host that are at hand, as SSH.NET wants them, and what of them was offered.
/// </summary>
internal sealed class Login(Host host, SshOptions options)
{
    /// <summary>sudo itself ends after three wrong ones (passwd_tries).</summary>
    private const int SudoAttempts = 3;

    private static readonly string[] InOrder = ["publickey", "keyboard-interactive", "password"];

    private readonly List<string> _offered = [];
    private readonly List<Failure> _missing = [];
    private readonly List<AuthenticationMethod> _methods = [];
    private readonly string _name = $"{host.User}@{KnownHosts.NameOf(host)}";
    private readonly Secrets _secrets = host.Ssh.IsBatch ? Secrets.Unattended : options.Secrets;
    private string? _sudoPassword;
    private int _asked, _sudoAsked;
    private bool _passwordTried;

    /// <summary>Password for login and sudo; null until known.</summary>
    public string? Password { get; private set; } = host.PasswordEnv is { } variable ? FromEnvironment(host, variable)
        : null;

    /// <summary>Stands still while somebody is asked.</summary>
    public ConnectDeadline? Deadline { get; set; }

    /// <summary>The host has had a password to judge, and let nobody in.</summary>
    public bool HasRefusedPassword => _passwordTried;

    /// <summary>How often a password was asked for.</summary>
    public int Asked => _asked;

    /// <summary>What the host asked for that nobody answered, such as a second factor.</summary>
    public string? Unanswered { get; private set; }

    /// <summary>Keys of ssh's configuration that were passed over.</summary>
    public IReadOnlyList<Failure> Missing => _missing;

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
        _methods.Clear();
        _missing.Clear();
        Password ??= _secrets.Recall(_name);
        (_passwordTried, Unanswered) = (false, null);
        foreach (var method in host.Ssh.Methods ?? InOrder)
            if (Method(method) is { } found) _methods.Add(found);
        if (_methods.Count > 0) return [.. _methods];
        if (CanAskPassword) return [new NoneAuthenticationMethod(host.User)];
        throw _missing.FirstOrDefault()
            ?? new Failure(FailureKind.Host, $"no identity to log in to {host.Name}",
            $"no key in ssh-agent, none in {options.User.Home}/.ssh, and none named in the inventory",
            $"create a key (ssh-keygen -t ed25519) and copy it to the host (ssh-copy-id), or name one with 'identity'",
                host.Name);
    }

    /// <summary>Asks for the password; false where it was known before, or nobody answers.</summary>
    public bool AskPassword(FormattableString prompt)
    {
        if (Password is not null) return false;
        _asked++;
        Password = Ask(prompt) is { Length: > 0 } answer ? answer : null;
        return Password is not null;
    }

    /// <summary>
    /// After a refused login: asks for a password, or for the right one. False: another attempt is of no use.
    /// </summary>
    public bool AsksAgain()
    {
        if (_passwordTried && Password is { } wrong) _secrets.Judge(_name, wrong, isRight: false);
        if (Unanswered is not null || host.PasswordEnv is not null || !CanAskPassword
            || _asked >= host.Ssh.PasswordPrompts) return false;
        // A method that the host was asked about has told which others it takes.
        var allowed = _methods.Select(m => m.AllowedAuthentications).Where(a => a is not null).SelectMany(a => a!)
            .ToList();
        if (allowed.Count > 0 && !allowed.Contains("password")
            && !allowed.Contains("keyboard-interactive")) return false;
        var again = _passwordTried;
        Password = null;
        return AskPassword(again
            ? $"Wrong password. Password of {host.User} on {host.Name}: "
            : (FormattableString)$"Password of {host.User} on {host.Name}: ");
    }

    /// <summary>The host let the user in: what was typed is right, and asked for no more.</summary>
    public void Succeeded()
    {
        if (_passwordTried && Password is { } right && host.PasswordEnv is null) _secrets.Judge(_name, right,
            isRight: true);
    }

    /// <summary>
    /// What sudo is answered: what was right for it before, else the password of the login; null until known.
    /// </summary>
    public string? SudoPassword => _sudoPassword ??= _secrets.Recall(SudoName) ?? Password;

    /// <summary>Asks for what sudo wants; false where nobody answers.</summary>
    /// <param name="isAgain">sudo has refused an answer.</param>
    public bool AskSudoPassword(bool isAgain = false)
    {
        _sudoAsked++;
        _sudoPassword = Ask(isAgain
            ? $"Wrong password. sudo password of {host.User} on {host.Name}: "
            : (FormattableString)$"sudo password of {host.User} on {host.Name}: ") is { Length: > 0 } answer ? answer
                : null;
        return _sudoPassword is not null;
    }

    /// <summary>sudo has refused the password, and wants another; false where nobody gives one.</summary>
    public bool AskSudoAgain()
    {
        if (host.PasswordEnv is not null || !_secrets.CanAsk || _sudoAsked >= SudoAttempts) return false;
        if (_sudoPassword is { } wrong) _secrets.Judge(SudoName, wrong, isRight: false);
        return AskSudoPassword(isAgain: true);
    }

    public void SudoSucceeded()
    {
        if (_sudoAsked > 0 && _sudoPassword is { } right) _secrets.Judge(SudoName, right, isRight: true);
    }

    private string SudoName => $"sudo {_name}";

    private bool CanAskPassword => _secrets.CanAsk && (host.Ssh.Methods ?? InOrder).Any(m => m is not "publickey");

    private AuthenticationMethod? Method(string name) => name switch
    {
        "publickey" when Identities.For(host, options, _missing.Add) is { Count: > 0 } identities =>
            new PrivateKeyAuthenticationMethod(
            host.User, [.. identities.Select(i =>
                new OfferedIdentity(i, i.AlgorithmsOf(host), k => Note($"{k.Type} {k.Label}"), () =>
                Deadline?.Pause()))]),
        "keyboard-interactive" when Password is not null || _secrets.CanAsk => Interactive(),
        "password" when Password is { } password => new NotedPassword(host.User, password, NotePassword),
        _ => null,
    };

    private KeyboardInteractiveAuthenticationMethod Interactive()
    {
        var interactive = new KeyboardInteractiveAuthenticationMethod(host.User);
        var given = false;
        interactive.AuthenticationPrompt += (_, e) =>
        {
            foreach (var prompt in e.Prompts) prompt.Response = Answer(e.Instruction, prompt.Request, ref given);
        };
        return interactive;
    }

    /// <summary>
    /// The password is the answer to the first question that asks for no second factor; all else only the operator
    /// knows.
    /// </summary>
    private string? Answer(string instruction, string question, ref bool given)
    {
        if (!given && !SecondFactor.IsAskedBy(question)
            && (Password is not null || AskPassword($"Password of {host.User} on {host.Name}: ")))
        {
            given = true;
            NotePassword();
            return Password;
        }
        var text = string.Join(' ', new[] { instruction, question }.Select(t => SecondFactor.Readable(t))
            .Where(t => t.Length > 0));
        if (Ask($"{host.Name}: {text} ") is { } answer) return answer;
        Unanswered = text;
        return null;
    }

    private string? Ask(FormattableString prompt)
    {
        using var pause = Deadline?.Pause();
        return _secrets.Ask(prompt);
    }

    private void NotePassword()
    {
        _passwordTried = true;
        Note("password");
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
        throw new Failure(FailureKind.Host, $"the environment variable {variable} is not set",
            $"the inventory names it as 'password_env' of {host.Name}",
            $"set it: read -rs {variable}; export {variable}", host.Name);
    }
}
