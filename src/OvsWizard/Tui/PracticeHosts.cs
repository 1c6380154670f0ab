using OvsWizard.Lab;

namespace OvsWizard.Tui;

/// <summary>The lab called $OVSWIZARD_LAB, else practice.</summary>
public sealed class PracticeHosts : IPracticeHosts
{
    private readonly LabName name =
        new(Environment.GetEnvironmentVariable("OVSWIZARD_LAB") is { Length: > 0 } named ? named : "practice");

    public string Name => name.Text;

    public Failure? WhyNot
    {
        get
        {
            try
            {
                Machine.Require();
                return null;
            }
            catch (Failure failure)
            {
                return failure;
            }
        }
    }

    public IReadOnlyList<PracticeHost> Hosts
    {
        get
        {
            var lab = new PracticeLab(name, new LabProgress(TextWriter.Null));
            return [.. (lab.State?.Hosts ?? []).Select(h => new PracticeHost(h.Name, h.Management, lab.IsRunning(h)))];
        }
    }

    public async Task<string> UpAsync(int count, TextWriter progress)
    {
        var lab = new PracticeLab(name, new LabProgress(progress));
        await lab.UpAsync(count, LabScene.Overlay, LabMake.Containers, HostKinds.Any);
        await File.WriteAllTextAsync(lab.Folder.Inventory, LabInventory.Write(name, lab.Folder, lab.Required));
        return lab.Folder.Inventory;
    }

    public Task DownAsync(TextWriter progress) => new PracticeLab(name, new LabProgress(progress)).DownAsync();
}
