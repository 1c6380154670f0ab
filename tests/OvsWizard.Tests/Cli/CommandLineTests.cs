using System.Text.Json;

namespace OvsWizard.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly Ovswizard program = new();

    public void Dispose() => program.Dispose();

    [Theory]
    [InlineData("--version")]
    [InlineData("--help")]
    [InlineData("plan --help")]
    [InlineData("runbook list")]
    [InlineData("completion bash")]
    [InlineData("diagnose --list")]
    [InlineData("runbook show vxlan-overlay")]
    [InlineData("plan vxlan-overlay -i hosts.yml")]
    public void A_result_is_on_stdout_and_nothing_else_is_said(string line)
    {
        var (exit, output, error) = program.Run(line.Split(' '));

        Assert.Equal((0, ""), (exit, error));
        Assert.NotEqual("", output);
        Assert.DoesNotContain("\e[", output, StringComparison.Ordinal);
    }

    /// <summary>What is only read can be read by another program, too.</summary>
    [Theory]
    [InlineData("plan vxlan-overlay -i hosts.yml")]
    [InlineData("runbook list")]
    [InlineData("runbook show vxlan-overlay")]
    [InlineData("inventory show -i hosts.yml")]
    [InlineData("inspect --explain")]
    [InlineData("inspect tunnels --explain")]
    [InlineData("diagnose --list")]
    [InlineData("runs")]
    public void With_json_the_result_is_one_document(string line)
    {
        var (exit, output, error) = program.Run([.. line.Split(' '), "--json"]);

        Assert.Equal((0, ""), (exit, error));
        Assert.NotEqual(JsonValueKind.Undefined, JsonDocument.Parse(output).RootElement.ValueKind);
    }

    [Fact]
    public void No_name_of_another_system_is_offered()
    {
        const string typed = "ovswizard ";
        var (_, output, _) = program.Run($"[suggest:{typed.Length}]", typed);
        Assert.DoesNotContain('/', output);
        Assert.DoesNotContain("/h", program.Run("--help").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ovswizard diag", "diagnose")]
    [InlineData("ovswizard plan vxl", "vxlan-overlay")]
    [InlineData("ovswizard completion fi", "fish")]
    public void A_shell_is_told_how_a_word_may_go_on(string typed, string completed)
    {
        var (exit, output, _) = program.Run($"[suggest:{typed.Length}]", typed);
        Assert.Equal((0, $"{completed}\n"), (exit, output));
    }

    [Theory]
    [InlineData("",
        "the wizard needs a terminal\n  why: standard input is not a terminal\n  fix: 'ovswizard plain' asks the same line by line")]
    [InlineData("plam", "unknown command 'plam'\n  fix: did you mean 'plan'? 'ovswizard --help' shows its arguments")]
    [InlineData("rnu", "unknown command 'rnu'\n  fix: did you mean 'run'?")]
    [InlineData("lab upp", "unknown command 'upp'\n  fix: did you mean 'up'? 'ovswizard lab --help'")]
    [InlineData("lab", "ovswizard lab needs a command: up, down, reset")]
    [InlineData("plan", "ovswizard plan needs RUNBOOK\n  fix: 'ovswizard plan --help'")]
    [InlineData("plan vxlan-overlay two", "unexpected argument 'two'")]
    [InlineData("plan vxlan-overlay --jsom", "unknown option '--jsom'\n  fix: did you mean '--json'?")]
    [InlineData("plan vxlan-overlay --frobnicate now", "unknown option '--frobnicate'\n  fix: 'ovswizard plan --help'")]
    [InlineData("plan vxlan-overlay --limit", "--limit needs a value")]
    [InlineData("plan vxlan-overlay --forks 2x", "--forks needs a number, not '2x'")]
    [InlineData("lab up 2 --make vms", "--make must be one of containers|machines, not 'vms'")]
    [InlineData("plan --lang zh", "错误：ovswizard plan 需要 RUNBOOK")]
    [InlineData("completion tcsh", "SHELL cannot be 'tcsh'\n  why: bash, zsh or fish")]
    [InlineData("plan vxlan-overlay", "inventory 'inventory.yml' not found\n  fix: give one with -i FILE")]
    [InlineData("plan vxlan-overly -i hosts.yml", "did you mean 'vxlan-overlay'?")]
    [InlineData("plan vxlan-overlay -i hosts.yml --lang fr", "--lang must be en or zh")]
    [InlineData("plan vxlan-overlay -i hosts.yml --limit h3", "the inventory has no host 'h3'")]
    [InlineData("show", "no run yet")]
    [InlineData("diagnose -i hosts.yml no-pin", "symptom 'no-pin' not found")]
    [InlineData("diagnose -i hosts.yml --runbook vxlan", "available for: ovn-overlay, vlan-uplink, vxlan-overlay")]
    [InlineData("completion csh", "'csh'")]
    [InlineData("run vxlan-overlay -i hosts.yml --step", "there is no terminal to answer on")]
    public void What_is_wrong_is_said_on_stderr_and_exits_with_2(string line, string expected)
    {
        var (exit, output, error) = program.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((2, ""), (exit, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_is_Chinese_to_its_headings()
    {
        var (exit, output, error) = program.Run("run", "--help", "--lang", "zh");

        Assert.Equal((0, ""), (exit, error));
        Assert.StartsWith("说明：\n  执行：", output, StringComparison.Ordinal);
        Assert.Contains("\n用法：\n  ovswizard run <RUNBOOK> [选项]\n", output, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?m)^[A-Z][a-z]+:|\\[default|\\[options", output);
    }

    [Fact]
    public void A_plan_is_one_json_document()
    {
        var (exit, output, error) = program.Run("plan", "vxlan-overlay", "-i", "hosts.yml", "--json");

        Assert.Equal((0, ""), (exit, error));
        Assert.Equal("vxlan-overlay", JsonDocument.Parse(output).RootElement.GetProperty("runbook").GetString());
    }

    [Fact]
    public void Of_many_hosts_a_plan_shows_what_differs_on_some_unless_all_is_asked_for()
    {
        File.WriteAllText(program.InventoryPath, Plans.Overlay.Hosts(200));

        var (exit, output, _) = program.Run("plan", "vxlan-overlay", "-i", "hosts.yml");
        Assert.Equal(0, exit);
        Assert.Contains("… the same on 198 more hosts, each with its own values (-v shows everything)", output,
            StringComparison.Ordinal);
        Assert.InRange(output.Count(c => c == '\n'), 50, 400);

        var whole = program.Run("plan", "vxlan-overlay", "-i", "hosts.yml", "-v").Output;
        Assert.DoesNotContain("-v shows everything", whole, StringComparison.Ordinal);
        Assert.Contains("\n  h200  as on h1: - \"10.0.1.1/24\",  + \"10.0.200.1/24\",\n", whole,
            StringComparison.Ordinal);
        Assert.InRange(whole.Length, 50_000, 1_000_000);
    }

    [Fact]
    public void Titles_are_chinese_where_asked() =>
        Assert.Contains("各主机 Docker 网桥之间的叠加网络",
            program.Run("plan", "vxlan-overlay", "-i", "hosts.yml", "--lang", "zh").Output, StringComparison.Ordinal);

    [Fact]
    public void Failures_and_help_are_Chinese_where_asked()
    {
        program.Variables["LC_ALL"] = "zh_CN.UTF-8";

        Assert.StartsWith("错误：没有清单 'nowhere.yml'\n  处理：",
            program.Run("plan", "vxlan-overlay", "-i", "nowhere.yml").Error, StringComparison.Ordinal);
        Assert.Contains("逐步讲述一次执行", program.Run("--help").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_names_arguments_by_their_names() =>
        Assert.Contains("  plan <RUNBOOK>  ", program.Run("--help").Output, StringComparison.Ordinal);

    [Fact]
    public void The_environment_may_name_the_inventory()
    {
        program.Variables["OVSWIZARD_INVENTORY"] = program.InventoryPath;

        Assert.Equal(0, program.Run("plan", "vxlan-overlay").Exit);
    }

    [Fact]
    public void Lint_tells_the_place_of_a_mistake()
    {
        File.WriteAllText(Path.Combine(program.Folder, "x.yml"), "runbook: x\nversion: one\n");

        var (exit, _, error) = program.Run("runbook", "lint", "x.yml");

        Assert.Equal(2, exit);
        Assert.Contains("x.yml:2:10: ", error, StringComparison.Ordinal);
    }
}
