using System.Text.Json;
using OvsWizard.Diagnosis;
using OvsWizard.Engine;
using OvsWizard.Inventories;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Sessions;
using OvsWizard.Tests.Journal;
using OvsWizard.Tests.Plans;

namespace OvsWizard.Tests.Sessions;

public sealed class FormerRunTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ovsw-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_repair_of_one_host_is_resumed_with_the_values_of_all_that_were_looked_at()
    {
        var inventory = Path.Combine(folder, "hosts.yml");
        File.WriteAllText(inventory, Overlay.Hosts(3));
        var subject = new Subject(TroubleshootingLibrary.Default().Find("vxlan-overlay"), Inventory.Load(inventory),
            new Answers());
        var repair =
            $"h1:{subject.PlanOfRepair([.. subject.Troubleshooting.RepairRunbook.Steps.Select(s => $"h1:{s.Id}")]).Hosts[0].Steps[0].Id}";
        var plan = subject.PlanOfRepair([repair]);
        File.WriteAllBytes(Path.Combine(folder, "plan.json"), JournalText.Of(plan));
        File.WriteAllText(Path.Combine(folder, "request.json"), JsonSerializer.Serialize(
            new RunRequest(inventory, "vxlan-overlay", null, [], [repair]), JournalJson.Default.RunRequest));
        using (var journal = new RunJournal(Path.Combine(folder, "journal.jsonl")))
            journal.Append(new RunStarted("r", plan.Runbook, "run", RunFolder.HashOf(plan), "1.0.0",
                ["h1"], RunJournal.Format));

        var former = FormerRun.ToResume(RunRecord.Read(RunFolder.At(folder)), inventoryPath: null);

        Assert.Equal(["h1"], former.Hosts.Select(h => h.Name));
    }
}
