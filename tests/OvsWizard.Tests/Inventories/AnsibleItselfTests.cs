using System.Diagnostics;
using OvsWizard.Inventories;
using static OvsWizard.Tests.Inventories.Said;

namespace OvsWizard.Tests.Inventories;

/// <summary>What Ansible makes of an inventory is the measure: its own account of hosts, groups and variables is read back and compared.</summary>
public sealed class AnsibleItselfTests
{
    private static readonly string Folder = Path.Combine(PublishedBinary.Root, "tests", "fixtures", "inventories");

    [Theory]
    [InlineData("site.ini")]
    [InlineData("site.yaml")]
    public void An_inventory_says_what_Ansible_says_it_says(string name)
    {
        var file = Path.Combine(Folder, name);
        var ours = Inventory.Load(file, Me).Limit(["!localhost"]);
        var theirs = Inventory.Parse(ListedByAnsible(file), file, SshConfig.Empty, Me).Limit(["!localhost"]);

        Assert.Equal(Sorted(Lines(theirs)), Sorted(Lines(ours)));
        Assert.Equal(Groups(theirs), Groups(ours));
        Assert.Equal(7, ours.Names.Count);
    }

    private static IEnumerable<string> Sorted(IEnumerable<string> lines) => lines.Order(StringComparer.Ordinal);

    private static IEnumerable<string> Groups(Inventory inventory) =>
        Sorted(inventory.Groups.Where(g => g.Value.Count > 0).Select(g => $"{g.Key}: {string.Join(' ', g.Value.Order(StringComparer.Ordinal))}"));

    private static string ListedByAnsible(string file)
    {
        var start = new ProcessStartInfo("ansible-inventory", ["-i", file, "--list"]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        start.Environment["ANSIBLE_LOCAL_TEMP"] = Path.Combine(Path.GetTempPath(), "ovswizard-ansible");
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("ansible-core is not installed");
            return "";
        }
        using (process)
        {
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, errors.Result);
            return output;
        }
    }
}
