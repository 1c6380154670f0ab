using OvsWizard.Inventories;
using OvsWizard.Plans;
using OvsWizard.Runbooks;

namespace OvsWizard.Tests.Plans;

/// <summary>The shipped uplink runbook, and plans of it for three hosts.</summary>
internal static class Uplink
{
    private static readonly Runbook Runbook =
        new RunbookLibrary(Path.Combine(PublishedBinary.Root, "runbooks")).Find("vlan-uplink");

    public static Plan Plan(params string[] options)
    {
        var inventory = "hosts:\n" + string.Concat(Enumerable.Range(1, 3).Select(i =>
            $"  h{i}: {{ address: 192.0.2.{i}, params: {{ address: 172.16.{i}0.1/24, gateway: 172.16.{i}0.254 }} }}\n"));
        var read = Inventory.Parse(inventory, "inventory.yml",
            SshConfig.Parse("", "config", new LocalUser("me", "/home/me")), new LocalUser("me", "/home/me"));
        var answers = new Answers();
        foreach (var option in options) answers.AddOption(option);
        return PlanBuilder.Build(Runbook, read.Hosts, read.Params, answers);
    }
}
