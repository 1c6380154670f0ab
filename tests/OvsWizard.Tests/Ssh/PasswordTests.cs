using OvsWizard.Ssh;

namespace OvsWizard.Tests.Ssh;

/// <summary>
/// Passwords and second factors: asked for without an echo, judged by the host, and kept nowhere but in memory.
/// </summary>
public sealed class PasswordTests
{
    private const string ByPassword = "AuthenticationMethods password",
        Interactive = "AuthenticationMethods keyboard-interactive";
    private const string SecondFactor = "AuthenticationMethods publickey,keyboard-interactive";

    private static (SshOptions Options, List<string> Prompts) Answering(Sshd sshd, params string?[] answers)
    {
        var (left, prompts) = (new Queue<string?>(answers), new List<string>());
        return (sshd.Options(prompt =>
        {
            lock (prompts) prompts.Add(prompt);
            return left.Dequeue();
        }), prompts);
    }

    [Theory]
    [InlineData(ByPassword)]
    [InlineData(Interactive)]
    public async Task A_password_is_asked_for_once_however_often_one_connects(string methods)
    {
        await using var pam = await PamSshd.StartAsync(methods, "Password=sesame-open");
        var (options, prompts) = Answering(pam.Sshd, "sesame-open");
        for (var i = 0; i < 2; i++)
            await using (await pam.Sshd.ConnectAsync(options: options)) { }

        Assert.Equal([$"Password of {Environment.UserName} on docker01: "], prompts);
        Assert.DoesNotContain("sesame-open", Redactor.Clean("it was sesame-open"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ByPassword)]
    [InlineData(Interactive)]
    public async Task A_wrong_password_is_said_and_asked_for_again(string methods)
    {
        await using var pam = await PamSshd.StartAsync(methods, "Password=sesame-open");
        var (options, prompts) = Answering(pam.Sshd, "wrong-one", "sesame-open");
        await using (await pam.Sshd.ConnectAsync(options: options)) { }

        Assert.Equal([$"Password of {Environment.UserName} on docker01: ",
            $"Wrong password. Password of {Environment.UserName} on docker01: "], prompts);
    }

    [Fact]
    public async Task After_three_wrong_passwords_the_failure_names_the_password()
    {
        await using var pam = await PamSshd.StartAsync(ByPassword, "Password=sesame-open");
        var (options, prompts) = Answering(pam.Sshd, "wrong-1", "wrong-2", "wrong-3");
        var failure = await pam.Sshd.RefusalAsync(options: options);

        Assert.Equal(3, prompts.Count);
        Assert.Equal($"cannot log in to docker01: it refused the password of {Environment.UserName}", failure.What);
        Assert.Equal("it was entered 3 times", failure.Why);
        Assert.DoesNotContain("ssh-copy-id", failure.Now, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ByPassword)]
    [InlineData(Interactive)]
    public async Task A_wrong_password_of_the_environment_names_its_variable(string methods)
    {
        await using var pam = await PamSshd.StartAsync(methods, "Password=sesame-open");
        var variable = $"OVSW_TEST_{Environment.ProcessId}";
        Environment.SetEnvironmentVariable(variable, "not-the-word");

        Assert.Equal($"it came from the environment variable {variable}",
            (await pam.Sshd.RefusalAsync(pam.Sshd.Host() with { PasswordEnv = variable })).Why);
        Environment.SetEnvironmentVariable(variable, "sesame-open");
        await using (await pam.Sshd.ConnectAsync(pam.Sshd.Host() with { PasswordEnv = variable })) { }
    }

    [Fact]
    public async Task A_second_factor_is_asked_for_after_the_key()
    {
        await using var pam = await PamSshd.StartAsync(SecondFactor, "Verification_code=123456");
        var (options, prompts) = Answering(pam.Sshd, "123456");
        await using (await pam.Sshd.ConnectAsync(options: options)) { }

        Assert.Equal(["docker01: Verification_code: "], prompts);
    }

    [Fact]
    public async Task A_second_factor_is_asked_for_after_the_password_of_the_environment()
    {
        await using var pam = await PamSshd.StartAsync(Interactive, "Password=sesame-open", "One-time_code=123456");
        var variable = $"OVSW_TEST2_{Environment.ProcessId}";
        Environment.SetEnvironmentVariable(variable, "sesame-open");
        var (options, prompts) = Answering(pam.Sshd, "123456");
        await using (await pam.Sshd.ConnectAsync(pam.Sshd.Host() with { PasswordEnv = variable }, options)) { }

        Assert.Equal(["docker01: One-time_code: "], prompts);
        var failure = await pam.Sshd.RefusalAsync(pam.Sshd.Host() with { PasswordEnv = variable });
        Assert.Equal("cannot log in to docker01: it asks 'One-time_code:', and there is nobody to answer",
            failure.What);
    }

    [Fact]
    public async Task Nobody_is_asked_where_the_configuration_says_so()
    {
        await using var pam = await PamSshd.StartAsync(ByPassword, "Password=sesame-open");
        await pam.Sshd.RefusalAsync(pam.Sshd.Configured("BatchMode yes"),
            pam.Sshd.Options(_ => throw new InvalidOperationException("asked")));
        await pam.Sshd.RefusalAsync(pam.Sshd.Configured("PasswordAuthentication no\nKbdInteractiveAuthentication no"),
            pam.Sshd.Options(_ => throw new InvalidOperationException("asked")));
    }

    [Fact]
    public async Task The_order_of_methods_is_the_configuration_s()
    {
        await using var pam = await PamSshd.StartAsync("AuthenticationMethods any", "Password=sesame-open");
        var (options, prompts) = Answering(pam.Sshd, "sesame-open");
        await using (await pam.Sshd.ConnectAsync(
            pam.Sshd.Configured("PreferredAuthentications keyboard-interactive,publickey"), options)) { }
        Assert.Single(prompts);
        await using (await pam.Sshd.ConnectAsync(pam.Sshd.Configured("PreferredAuthentications publickey"),
            options)) { }
        Assert.Single(prompts);
    }

    [Fact]
    public void A_host_s_question_cannot_steer_the_terminal() =>
        Assert.Equal("Code^[[2J now?", OvsWizard.Ssh.SecondFactor.Readable("Code\u001b[2J\r\nnow? "));
}
