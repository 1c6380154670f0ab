namespace OvsWizard.Tests.Tui;

/// <summary>Two hundred hosts on the screens of a new run: what needs attention is seen without paging.</summary>
public sealed class TwoHundredHostsTests : IDisposable
{
    private readonly NewRunSample sample = new(200);

    public void Dispose() => sample.Dispose();

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void Those_that_are_to_be_mended_are_counted_and_shown_alone(int columns, int rows, Language language)
    {
        sample.Down.Add("docker117");
        sample.Unknown.Add("docker180");
        using var wizard = sample.Ready(columns, rows, language);
        Golden.Check(wizard, "200-hosts");
        Golden.Check(wizard.Keys("o", "↓"), "200-hosts-unfit", mayCut: true);

        sample.Down.Clear();
        sample.Unknown.Clear();
        wizard.Keys("t", "↑", "t").WaitFor(language is Language.Chinese ? "已没有需要您处理的主机" : "no host needs you any more");
        Assert.Contains("docker02", wizard.Keys("o").Screen, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_it_cannot_go_on_it_shows_the_host_that_is_why()
    {
        sample.Down.Add("docker117");
        using var wizard = sample.Ready(80, 24, Language.English).Keys("Enter");
        Assert.Contains("docker117 is not ready", wizard.Screen, StringComparison.Ordinal);
        Assert.Contains("docker117  root@192.168.130.244:22", wizard.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_value_is_shown_where_it_stands()
    {
        using var wizard = sample.Ready(80, 24, Language.English).Keys("Enter").WaitFor("container_subnet")
            .Keys("End", "→", "e", "Ctrl+A", "Delete").Type("x").Keys("Enter", "Home", "Tab");
        Assert.DoesNotContain("docker200", wizard.Screen, StringComparison.Ordinal);

        wizard.Keys("Enter");
        Assert.Contains("docker200: container_subnet", wizard.Screen, StringComparison.Ordinal);
        Assert.Matches("docker200 .* x ", wizard.Screen);
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void From_the_parameters_to_the_plan(int columns, int rows, Language language)
    {
        using var wizard = sample.Ready(Golden.WideColumns, Golden.WideRows, language).Keys("Enter")
            .WaitFor("container_subnet");
        Golden.Check(wizard.Resize(columns, rows), "200-parameters");
        Golden.Check(wizard.Resize(Golden.WideColumns, Golden.WideRows).Keys("Enter").WaitFor("199")
            .Resize(columns, rows), "200-topology");
        Golden.Check(wizard.Resize(Golden.WideColumns, Golden.WideRows).Keys("Enter").WaitFor("docker02: ")
            .Resize(columns, rows), "200-plan", mayCut: true);
        Assert.Contains("docker150", wizard.Keys("g").Type("150").Keys("Enter").Screen, StringComparison.Ordinal);
        Assert.Contains("'docker999'", wizard.Keys("g").Type("docker999").Keys("Enter").Screen,
            StringComparison.Ordinal);
        Assert.Contains("docker150", wizard.Screen, StringComparison.Ordinal);
    }
}
