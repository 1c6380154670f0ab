using System.Text.Json;

namespace OvsWizard.Tests.Cli;

public sealed class OwnRunbooksTests : IDisposable
{
    private readonly Ovswizard program = new();

    public void Dispose() => program.Dispose();

    [Fact]
    public void An_own_runbook_is_found_by_its_id_and_uses_the_shipped_functions()
    {
        var (exit, output, error) = program.Run("runbook", "new", "mine");
        Assert.Equal((0, $"{program.Folder}/.config/ovswizard/runbooks/mine.yml\n"), (exit, output));
        Assert.Contains("next: edit it, then ovswizard runbook lint ~/.config/ovswizard/runbooks/mine.yml", error,
            StringComparison.Ordinal);

        Assert.Contains("mine           Say what it does, in a few words  (~/.config/ovswizard/runbooks)\n",
            program.Run("runbook", "list").Output, StringComparison.Ordinal);
        Assert.Contains("link_exists", program.Run("plan", "mine", "-i", "hosts.yml", "-v").Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_named_comes_first_and_what_it_hides_is_said()
    {
        Directory.CreateDirectory(Path.Combine(program.Folder, "site"));
        program.Run("runbook", "new", "stp");
        program.Run("runbook", "new", "stp", "-R", "site");

        var line = program.Run("runbook", "list", "-R", "site").Output.Split('\n')
            .Single(l => l.StartsWith("stp ", StringComparison.Ordinal));
        Assert.Contains("(~/site)  hides ~/.config/ovswizard/runbooks/stp.yml, ", line, StringComparison.Ordinal);
        var json = JsonDocument.Parse(program.Run("runbook", "list", "-R", "site", "--json").Output).RootElement
            .EnumerateArray().Single(r => r.GetProperty("runbook").GetString() == "stp");
        Assert.Equal((Path.Combine(program.Folder, "site", "stp.yml"), 2),
            (json.GetProperty("file").GetString(), json.GetProperty("hides").GetArrayLength()));
    }

    [Theory]
    [InlineData("en", "mine.yml:1:1: a runbook has no key 'stps'\n  fix: did you mean 'steps'?\n")]
    [InlineData("zh", "mine.yml:1:1: 操作手册中没有键 'stps'\n  处理：是否是指 'steps'？\n")]
    public void A_mistake_in_one_is_said_and_the_others_can_be_used(string language, string mistake)
    {
        var path = program.Run("runbook", "new", "mine").Output.TrimEnd('\n');
        File.WriteAllText(path, $"stps: []\n{File.ReadAllText(path)}");

        var (exit, output, error) = program.Run("runbook", "list", "--lang", language);
        Assert.Equal(2, exit);
        Assert.Contains("vxlan-overlay  ", output, StringComparison.Ordinal);
        Assert.EndsWith(mistake, error, StringComparison.Ordinal);
        Assert.Equal((2, "", error), program.Run("runbook", "lint", path, "--lang", language));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_refused() =>
        Assert.Contains("folder 'nowhere' not found", program.Run("runbook", "list", "-R", "nowhere").Error,
            StringComparison.Ordinal);
}
