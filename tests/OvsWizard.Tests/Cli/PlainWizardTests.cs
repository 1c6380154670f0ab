using OvsWizard.Cli;
using OvsWizard.Facts;
using OvsWizard.Plans;
using OvsWizard.Tests.Plans;
using OvsWizard.Tests.Tui;

namespace OvsWizard.Tests.Cli;

public sealed class PlainWizardTests : IDisposable
{
    private readonly NewRunSample sample =
        new(
            options: "docker01:underlay_ip=172.16.100.10 docker02:underlay_ip=172.16.100.20 docker03:underlay_ip=172.16.100.30");
    private readonly StringWriter said = new();

    public void Dispose() => sample.Dispose();

    private PlainWizard Answering(string answers, Language language = Language.English) =>
        new(new StringReader(answers), said, language, new Colours(false), sample);

    private static BatchesLeft BatchesOf(string? sizes) =>
        Batches.Of(Overlay.Runbook, ["h1", "h2", "h3", "h4", "h5"], sizes, null);

    private ParameterForm Form() => new(sample.Run.Runbook, sample.Run.Hosts, sample.Run.SiteParams, sample.Run.Given,
        new Dictionary<string, HostFacts>());

    [Theory]
    [InlineData("1\n")]
    [InlineData("vxlan-overlay\n")]
    [InlineData("9\nnothing\n1\n")]
    public void A_runbook_is_chosen_by_number_or_name(string answers)
    {
        Assert.Equal("vxlan-overlay", Answering(answers).Choose([Overlay.Runbook])?.Id);
        Assert.Contains("1. Overlay between the hosts' Docker bridges (vxlan-overlay)", said.ToString(),
            StringComparison.Ordinal);
        Assert.Equal(answers.Contains('9', StringComparison.Ordinal),
            said.ToString().Contains("'9' not found", StringComparison.Ordinal));
    }

    [Fact]
    public void An_end_of_input_is_a_no()
    {
        Assert.Null(Answering("").Choose([Overlay.Runbook]));
        Assert.False(Answering("").Fill(Form()));
        Assert.Null(Answering("").AsksToBegin(Overlay.Plan(2), BatchesOf));
    }

    [Fact]
    public async Task A_host_that_cannot_be_worked_on_is_told_and_ends_it()
    {
        sample.Down.Add("docker02");
        Assert.Null(await Answering("").FindFactsAsync(sample.Run.Hosts, TestContext.Current.CancellationToken));
        Assert.Contains("docker01: Debian", said.ToString(), StringComparison.Ordinal);
        Assert.Contains("\ndocker02: ", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_is_changed_by_its_name_and_refused_with_the_reason()
    {
        var form = Form();
        Assert.True(
            Answering(
                "overlay_cidr=x\noverlay_cidr=10.8.0.0/16\ndocker01:container_subnet=10.8.1.1/24\ndocker02:container_subnet=10.8.2.1/24\ndocker03:container_subnet=10.8.3.1/24\n\n")
                .Fill(form));
        Assert.Contains("overlay_cidr must be a network such as 10.0.0.0/16, not 'x'", said.ToString(),
            StringComparison.Ordinal);
        Assert.Equal("10.8.3.1/24", form["container_subnet", "docker03"].Text);
        Assert.Equal(3, form.Plan().Hosts.Count);
    }

    [Fact]
    public void A_value_is_explained_and_a_wrong_name_corrected()
    {
        Answering("?tunnel_type\ntunel_type=gre\n", Language.Chinese).Fill(Form());
        Assert.Contains("gre: ", said.ToString(), StringComparison.Ordinal);
        Assert.Contains("没有参数 'tunel_type'；是否是指 'tunnel_type'？", said.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y\n", "5")]
    [InlineData("2,1\n", "2 1 1 1")]
    [InlineData("2,x\n40%\n", "2 2 1")]
    [InlineData("help\n?\nyes please\ny\n", "5")]
    [InlineData("help\nn\n", null)]
    [InlineData("是\n", "5")]
    [InlineData("\n", null)]
    [InlineData("no\n", null)]
    [InlineData("2,x\n", null)]
    public void The_plan_is_shown_and_only_a_yes_or_sizes_begin_it(string answer, string? begun)
    {
        Assert.Equal(begun, Answering(answer).AsksToBegin(Overlay.Plan(2), BatchesOf) is { } batches
            ? string.Join(' ', batches.Sizes) : null);
        Assert.Equal(answer.Contains('x', StringComparison.Ordinal),
            said.ToString().Contains("'x' is not a valid batch size", StringComparison.Ordinal));
        Assert.Equal(answer.StartsWith("help", StringComparison.Ordinal),
            said.ToString().Contains("answer y (yes) or n (no)", StringComparison.Ordinal));
        Assert.Contains("preflight", said.ToString(), StringComparison.Ordinal);
        Assert.Contains("  h2: ovsBridge0 in docker0 10.0.2.1/24; tunnels from 172.16.100.2 to: h1\n", said.ToString(),
            StringComparison.Ordinal);
        Assert.DoesNotMatch("[┌└╞╨═]", said.ToString());
    }
}
