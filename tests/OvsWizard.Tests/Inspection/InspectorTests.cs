using OvsWizard.Inspection;
using OvsWizard.Ssh;

namespace OvsWizard.Tests.Inspection;

/// <summary>The inspector over real shells of this machine.</summary>
public sealed class InspectorTests
{
    private int opened;

    private static HostView View(string command) => Captured.Library.Find("programs") with { Command = command };

    private Inspector Inspector() => new((host, mark, _) =>
    {
        Interlocked.Increment(ref opened);
        return host == "gone" ? throw new Failure(FailureKind.Host, $"cannot be reached", host: host)
            : Task.FromResult<IHostShell>(LocalShell.Open(host, mark));
    }, forks: 4);

    [Fact]
    public async Task Hosts_and_views_keep_their_order_and_one_connection_serves_a_host()
    {
        await using var inspector = Inspector();
        HostView[] views = [View("echo 'one|1|2|3'"), View("echo 'two|1|2|3'")];

        var looks = await inspector.InspectAsync(["a", "b"], views, TestContext.Current.CancellationToken);
        await inspector.InspectAsync("a", views, TestContext.Current.CancellationToken);

        Assert.Equal("a:one a:two b:one b:two",
            string.Join(' ', looks.SelectMany(l => l).Select(t => $"{t.Host}:{t.Rows[0][0]}")));
        Assert.Equal(2, opened);
    }

    [Fact]
    public async Task What_fails_is_told_with_what_came_before_it()
    {
        await using var inspector = Inspector();

        var table = Assert.Single(await inspector.InspectAsync("a",
            [View("echo 'one|1|2|3'; echo no such thing >&2; exit 3")], TestContext.Current.CancellationToken));

        Assert.Equal("one", table.Rows[0][0]);
        Assert.Equal((FailureKind.Step, "no such thing"), (table.Failure!.Kind, table.Failure.Why));
    }

    [Fact]
    public async Task A_host_out_of_reach_leaves_the_others_theirs_and_is_tried_again()
    {
        await using var inspector = Inspector();

        var looks = await inspector.InspectAsync(["gone", "a"], [View("echo 'one|1|2|3'")],
            TestContext.Current.CancellationToken);
        await inspector.InspectAsync("gone", [View("true")], TestContext.Current.CancellationToken);

        Assert.Equal(FailureKind.Host, looks[0][0].Failure!.Kind);
        Assert.Null(looks[1][0].Failure);
        Assert.Equal(3, opened);
    }
}
