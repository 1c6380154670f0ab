using OvsWizard.Inventories;
using OvsWizard.Plans;
using OvsWizard.Runbooks;

namespace OvsWizard.Tests.Plans;

/// <summary>The shipped overlay runbook, and plans of it.</summary>
internal static class Overlay
{
    public static Runbook Runbook { get; } =
        new RunbookLibrary(Path.Combine(PublishedBinary.Root, "runbooks")).Find("vxlan-overlay");

    /// <summary>Hosts h1, h2, … of which each has what the runbook asks for.</summary>
    public static string Hosts(int count) => "hosts:\n" + string.Concat(Enumerable.Range(1, count).Select(i =>
        $"  h{i}: {{ address: 192.0.2.{i}, params: {{ underlay_ip: 172.16.100.{i}, container_subnet: 10.0.{i}.1/24 }} }}\n"));

    public static Plan Plan(int hosts, params string[] options) => Plan(Hosts(hosts), options);

    public static Plan Plan(string inventory, params string[] options)
    {
        var answers = new Answers();
        foreach (var option in options) answers.AddOption(option);
        return Plan(inventory, answers);
    }

    public static Plan Plan(string inventory, Answers answers)
    {
        var read = Inventory.Parse(inventory, "inventory.yml",
            SshConfig.Parse("", "config", new LocalUser("me", "/home/me")), new LocalUser("me", "/home/me"));
        return PlanBuilder.Build(Runbook, read.Hosts, read.Params, answers);
    }

    public static PlannedStep Step(this Plan plan, string host, string id) =>
        plan.Hosts.Single(h => h.Host == host).Steps.Single(s => s.Id == id);

    public static IEnumerable<string> Ids(this Plan plan, string host) =>
        plan.Hosts.Single(h => h.Host == host).Steps.Select(s => s.Id);
}
