using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using OvsWizard.Sessions;
using OvsWizard.Tests.Ssh;

namespace OvsWizard.Tests.Cli;

public sealed class WebhookTests
{
    [Fact]
    public async Task A_message_arrives_as_JSON()
    {
        using var listener = Listen(out var url);
        var received = AnswerAsync(listener, "204 No Content");

        Assert.Null(await Webhook.SendAsync(url, """{"run":"x"}"""));
        var request = await received;
        Assert.StartsWith("POST /hook?t=1 HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/json\r\n", request, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith("""{"run":"x"}""", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_told()
    {
        using var listener = Listen(out var url);
        var received = AnswerAsync(listener, "403 Forbidden");

        Assert.Equal("it answered 403", await Webhook.SendAsync(url, "{}"));
        await received;
    }

    [Theory]
    [InlineData("301 Moved Permanently", "it answered 301")]
    [InlineData("302 Found", "it answered 302")]
    [InlineData("307 Temporary Redirect", "it answered 307")]
    [InlineData("308 Permanent Redirect", "it answered 308")]
    public async Task An_answer_leads_nowhere_else(string status, string expected)
    {
        using var listener = Listen(out var url);
        using var elsewhere = Listen(out var other);
        var received = AnswerAsync(listener, $"{status}\r\nLocation: {other}");

        Assert.Equal(expected, await Webhook.SendAsync(url, "{}"));
        await received;
        Assert.False(elsewhere.Pending());
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "10000\r\n", true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", "x", true)]
    [InlineData("HTTP/1.1 200 OK\r\n", "X-Header: and no end of them\r\n", false)]
    public async Task An_answer_without_end_is_not_read(string begin, string more, bool arrived)
    {
        using var listener = Listen(out var url);
        var written = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
            var stream = client.GetStream();
            var part = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(more, 100)));
            long sent = 0;
            try
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(begin), TestContext.Current.CancellationToken);
                for (; sent < 1_000_000_000; sent += part.Length)
                    await stream.WriteAsync(part, TestContext.Current.CancellationToken);
            }
            catch (IOException)
            {
                // The other side has seen enough.
            }
            return sent;
        }, TestContext.Current.CancellationToken);

        Assert.Equal(arrived, await Webhook.SendAsync(url, "{}") is null);
        Assert.InRange(await written, 0, 100_000_000);
    }

    [Fact]
    public async Task An_answer_that_comes_a_byte_at_a_time_is_not_waited_for()
    {
        using var listener = Listen(out var url);
        using var over = new CancellationTokenSource();
        var dripping = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync(over.Token);
            while (!over.IsCancellationRequested)
            {
                await client.GetStream().WriteAsync("H"u8.ToArray(), over.Token);
                await Task.Delay(200, over.Token);
            }
        }, over.Token);

        Assert.NotNull(await Webhook.SendAsync(url, "{}"));
        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => dripping);
    }

    [Fact]
    public async Task Nobody_there_is_told() =>
        Assert.NotNull(await Webhook.SendAsync(new Uri($"http://127.0.0.1:{Sshd.FreePort()}/"), "{}"));

    [Fact]
    public async Task An_answer_that_never_comes_is_not_waited_for()
    {
        using var listener = Listen(out var url);
        Assert.Equal("no answer within 5 s", await Webhook.SendAsync(url, "{}"));
    }

    [Theory]
    [InlineData("example.com/hook")]
    [InlineData("file:///etc/passwd")]
    [InlineData("")]
    public void What_cannot_be_posted_to_is_refused(string url) =>
        Assert.Equal(FailureKind.Input, Assert.Throws<Failure>(() => Webhook.Read(url)).Kind);

    [Fact]
    public async Task A_run_that_ends_tells_how_and_one_that_cannot_tell_ends_alike()
    {
        using var program = new Ovswizard();
        await using var sshd = await Sshd.StartAsync();
        Directory.CreateDirectory(Path.Combine(program.Folder, "runbooks"));
        File.WriteAllText(Path.Combine(program.Folder, "runbooks", "tell.yml"), """
            runbook: tell
            version: 1
            title: { en: Tell, zh: 说 }
            summary: { en: Tells., zh: 说。 }
            interrupts: { en: Nothing., zh: 无。 }
            steps:
              - id: look
                kind: command
                title: { en: Look, zh: 看 }
                why: { en: To see., zh: 为了看。 }
                verify: "true"
            """);
        File.WriteAllText(Path.Combine(program.Folder, "site.ini"),
            $"[docker]\nh1 ansible_host=127.0.0.1 ansible_port={sshd.Port} ansible_user={Environment.UserName} ansible_ssh_private_key_file={sshd.ClientKey} ansible_ssh_common_args='-o UserKnownHostsFile={sshd.KnownHosts}'\n[other]\nlocalhost ansible_connection=local\n");
        using var listener = Listen(out var url);
        var received = AnswerAsync(listener, "200 OK");
        string[] run = ["run", "tell", "-R", "runbooks", "-i", "site.ini", "--limit", "docker", "--yes", "--webhook"];

        var told = await Task.Run(() => program.Run([.. run, url.ToString()]));
        Assert.True(told.Exit == 0, told.Error);
        var message = JsonDocument.Parse((await received).Split("\r\n\r\n")[1]).RootElement;
        Assert.Equal(("tell", "done", "h1"), (message.GetProperty("runbook").GetString(),
            message.GetProperty("outcome").GetString(), message.GetProperty("hosts")[0].GetString()));
        Assert.Equal(1, message.GetProperty("steps").GetProperty("satisfied").GetInt32());

        var untold = program.Run([.. run, $"http://127.0.0.1:{Sshd.FreePort()}/hook?t=1"]);
        Assert.Equal(0, untold.Exit);
        Assert.Contains("127.0.0.1 could not be told how the run ended: ", untold.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("t=1", untold.Error, StringComparison.Ordinal);
    }

    private static TcpListener Listen(out Uri url)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        url = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/hook?t=1");
        return listener;
    }

    /// <summary>Takes one request whole, and answers it.</summary>
    private static async Task<string> AnswerAsync(TcpListener listener, string status)
    {
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        var text = new StringBuilder();
        var bytes = new byte[4096];
        while (!text.ToString().EndsWith('}')) text.Append(Encoding.UTF8.GetString(bytes,
            0, await stream.ReadAsync(bytes, TestContext.Current.CancellationToken)));
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
            TestContext.Current.CancellationToken);
        return text.ToString();
    }
}
