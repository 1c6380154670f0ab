using OvsWizard.Inventories;
using OvsWizard.Ssh;

namespace OvsWizard.Tests.Ssh;

/// <summary>sudo is played by a script, so that no user of the machine is touched.</summary>
public sealed class SudoTests
{
    private const string Variable = "OVSW_TEST_PASSWORD";

    private const string Script = """
        #!/bin/sh
        while [ $# -gt 0 ]; do
          case $1 in
            -n) never=1 ;;
            -S) ;;
            -p) prompt=$2; shift ;;
            *) shift; break ;;
          esac
          shift
        done
        case $FAKE_SUDO in
          nopasswd) exec "$@" ;;
          denied) echo "tester is not in the sudoers file." >&2; exit 1 ;;
          tty*) (: </dev/tty) 2>/dev/null || { echo "sudo: sorry, you must have a tty to run sudo" >&2; exit 1; } ;;
        esac
        [ -n "$never" ] && { echo "sudo: a password is required" >&2; exit 1; }
        for try in 1 2 3; do
          printf %s "$prompt" >&2
          IFS= read -r answer || exit 1
          [ "$answer" = "it's secret" ] && exec "$@"
          echo "Sorry, try again." >&2
        done
        exit 1
        """;

    private static Task<Sshd> StartAsync(string mode) =>
        Sshd.StartAsync(environment: $"PATH={{dir}}/bin:/usr/bin:/bin FAKE_SUDO={mode}", prepare: dir =>
    {
        Directory.CreateDirectory(Path.Combine(dir, "bin"));
        File.WriteAllText(Path.Combine(dir, "bin/sudo"), Script.ReplaceLineEndings("\n"));
        const string NotThere = "#!/bin/sh\necho 'sh: 1: script: not found' >&2; exit 127\n";
        if (mode is "tty-without-script") File.WriteAllText(Path.Combine(dir, "bin/script"), NotThere);
        Sshd.Shell(dir, "chmod 755 bin/*");
    });

    private static async Task<(string Line, ExecResult Exec)> WorkAsync(Sshd sshd, Host host, SshOptions options)
    {
        await using var connection = await sshd.ConnectAsync(host, options);
        await using var shell = await connection.OpenShellAsync("mark1", TestContext.Current.CancellationToken);
        await shell.WriteAsync("echo ${OVSW_MARK}\nexit\n", TestContext.Current.CancellationToken);
        var lines = new List<ShellLine>();
        await foreach (var line in shell.ReadAllAsync(TestContext.Current.CancellationToken)) lines.Add(line);
        var exec = await shell.ExecAsync("cat; echo \"${LC_ALL-none}\"", "in", TimeSpan.FromSeconds(10),
            TestContext.Current.CancellationToken);
        return (string.Join('|', lines.Select(l => l.Text)), exec);
    }

    [Theory]
    [InlineData("nopasswd", null)]
    [InlineData("nopasswd", "it's secret")]
    [InlineData("password", "it's secret")]
    [InlineData("tty", "it's secret")]
    public async Task The_shell_runs_under_sudo_and_sees_no_password(string mode, string? password)
    {
        await using var sshd = await StartAsync(mode);
        Environment.SetEnvironmentVariable(Variable, password);
        var (line, exec) = await WorkAsync(sshd,
            sshd.Host() with { Become = Become.Sudo, PasswordEnv = password is null ? null : Variable },
            sshd.Options());

        Assert.Equal("mark1", line);
        Assert.Equal(new ExecResult(0, null, "innone\n", ""), exec);
    }

    [Fact]
    public async Task The_password_is_asked_for_once_a_connection()
    {
        await using var sshd = await StartAsync("password");
        var asked = 0;
        var (line, exec) = await WorkAsync(sshd, sshd.Host() with { Become = Become.Sudo }, sshd.Options(_ =>
        {
            asked++;
            return "it's secret";
        }));

        Assert.Equal(("mark1", 0, 1), (line, exec.ExitStatus, asked));
    }

    [Theory]
    [InlineData("password", "sudo asks for the password of")]
    [InlineData("denied", "sudo does not let")]
    [InlineData("tty-without-script", "sudo requires a terminal")]
    public async Task Every_refusal_has_its_own_message(string mode, string what)
    {
        await using var sshd = await StartAsync(mode);
        await using var connection = await sshd.ConnectAsync(sshd.Host() with { Become = Become.Sudo });

        var failure = await Assert.ThrowsAsync<Failure>(() =>
            connection.OpenShellAsync("m", TestContext.Current.CancellationToken));
        Assert.Equal(FailureKind.Host, failure.Kind);
        Assert.StartsWith(what, failure.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_password_is_asked_for_once_however_often_one_connects()
    {
        await using var sshd = await StartAsync("password");
        var (options, prompts) = Answering(sshd, "it's secret");
        for (var i = 0; i < 2; i++) await WorkAsync(sshd, sshd.Host() with { Become = Become.Sudo }, options);

        Assert.Equal([$"sudo password of {Environment.UserName} on docker01: "], prompts);
    }

    [Fact]
    public async Task A_wrong_password_is_said_and_asked_for_again()
    {
        await using var sshd = await StartAsync("password");
        var (options, prompts) = Answering(sshd, "not-the-word", "it's secret");
        var (line, _) = await WorkAsync(sshd, sshd.Host() with { Become = Become.Sudo }, options);

        Assert.Equal("mark1", line);
        Assert.Equal(
            [$"sudo password of {Environment.UserName} on docker01: ",
                $"Wrong password. sudo password of {Environment.UserName} on docker01: "],
            prompts);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 3)]
    public async Task A_password_that_stays_wrong_is_refused(bool fromEnvironment, int asked)
    {
        await using var sshd = await StartAsync("password");
        Environment.SetEnvironmentVariable(Variable + "2", "not-the-word");
        var (options, prompts) = Answering(sshd, "not-1", "not-2", "not-3");
        var host = sshd.Host() with { Become = Become.Sudo, PasswordEnv = fromEnvironment ? Variable + "2" : null };
        await using var connection = await sshd.ConnectAsync(host, options);

        var failure = await Assert.ThrowsAsync<Failure>(() =>
            connection.OpenShellAsync("m", TestContext.Current.CancellationToken));
        Assert.StartsWith("sudo refused the password", failure.What, StringComparison.Ordinal);
        Assert.Equal(asked, prompts.Count);
    }

    private static (SshOptions Options, List<string> Prompts) Answering(Sshd sshd, params string[] answers)
    {
        var (left, prompts) = (new Queue<string>(answers), new List<string>());
        return (sshd.Options(prompt =>
        {
            prompts.Add(prompt);
            return left.Dequeue();
        }), prompts);
    }
}
