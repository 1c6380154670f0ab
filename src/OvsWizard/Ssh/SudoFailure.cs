using OvsWizard.Inventories;

namespace OvsWizard.Ssh;

/// <summary>Says why sudo(8) did not start a shell, from what it printed (in the C locale; sudo and sudo-rs).</summary>
internal static class SudoFailure
{
    /// <summary>Where requiretty is set (sudoers(5)).</summary>
    public static bool WantsTerminal(string printed) => printed.Contains("must have a tty", StringComparison.Ordinal);

    public static Failure From(string printed, Host host)
    {
        FormattableString said = printed.Length > 0 ? (FormattableString)$"{printed.ReplaceLineEndings("; ")}"
            : $"it printed nothing";
        if (WantsTerminal(printed) || Says("script: not found", "script: command not found"))
            return Fail($"sudo requires a terminal", said,
                $"install script (util-linux) there, or exempt the user in sudoers: Defaults:{host.User} !requiretty");
        if (Says("incorrect password", "try again", "Authentication failed"))
            return WrongPassword(host);
        if (Says("a password is required", "interactive authentication is required"))
            return PasswordWanted(host);
        if (Says("not in the sudoers file", "is not allowed", "may not run sudo", "I'm sorry"))
            return Fail($"sudo does not let {host.User} become root", said,
                $"allow it in sudoers: {host.User} ALL=(ALL) ALL, or log in as root");
        if (Says("sudo: command not found", "sudo: not found", "sudo’: No such file", "'sudo': No such file"))
            return Fail($"sudo is not installed on the host",
                said, $"install it, or log in as root and set 'become: none'");
        return Fail($"sudo did not start a shell", said, $"run it yourself: ssh {host.User}@{host.Address} sudo true");

        bool Says(params ReadOnlySpan<string> phrases)
        {
            foreach (var phrase in phrases)
                if (printed.Contains(phrase, StringComparison.OrdinalIgnoreCase)) return true;
            return false;
        }

        Failure Fail(FormattableString what, FormattableString why, FormattableString now) =>
            new(FailureKind.Host, what, why, now, host.Name);
    }

    public static Failure PasswordWanted(Host host) => new(
        FailureKind.Host, $"sudo asks for the password of {host.User}", $"none is known",
        $"put it in an environment variable and name that as 'password_env' in the inventory, or allow NOPASSWD in sudoers",
        host.Name);

    public static Failure WrongPassword(Host host) => new(
        FailureKind.Host, $"sudo refused the password of {host.User}",
        $"it came from {(host.PasswordEnv is { } variable ? $"the environment variable {variable}" : "the prompt")}",
            $"correct it", host.Name);

    public static Failure Silent(Host host, TimeSpan limit) => new(
        FailureKind.Host, $"no answer from sudo for {limit.TotalSeconds:0} s",
            $"it may wait for a second factor, or for a directory service",
        $"run it yourself: ssh {host.User}@{host.Address} sudo true", host.Name);
}
