using System.Diagnostics;
using System.Globalization;

namespace OvsWizard.Lab;

/// <summary>
/// A control group of the same path in every hierarchy of the machine, v1 and v2 (cgroups(7)). Everything a host starts
/// stays inside, so the group, not a process id that may have been used again, says what belongs to the lab.
/// </summary>
public sealed class ControlGroups(string path)
{
    /// <summary>The folders of the group, one a hierarchy.</summary>
    public IReadOnlyList<string> Folders { get; } = [.. Hierarchies().Select(mount => Path.Combine(mount, path))];

    public bool Exists => Folders.Any(Directory.Exists);

    public bool HasProcesses => Folders.Any(folder => Tree(folder).Any(group => Processes(group).Count > 0));

    public void Create()
    {
        foreach (var folder in Folders)
        {
            var parent = Path.GetDirectoryName(folder)!;
            foreach (var group in new[] { parent, folder })
            {
                Directory.CreateDirectory(group);
                Inherit(group);
            }
        }
    }

    /// <summary>Kills every process in it, waits until all are gone, and removes it.</summary>
    /// <exception cref="Failure">Step: processes that do not go, in uninterruptible sleep.</exception>
    public async Task RemoveAsync()
    {
        for (var attempt = 0; Exists; attempt++)
        {
            if (attempt == 500)
                throw new Failure(FailureKind.Step, $"processes of '{path}' do not end",
                    $"they are still in {Folders[0]}", $"look at them with ps, and try again");
            foreach (var folder in Folders)
                foreach (var group in Tree(folder))
                {
                    foreach (var id in Processes(group)) Kill(id);
                    TryRemove(group);
                }
            if (Exists) await Task.Delay(20);
        }
    }

    // A v1 cpuset group takes no process before it has cpus and memory; a v2 group hands no controller on by itself.
    private static void Inherit(string group)
    {
        var parent = Path.GetDirectoryName(group)!;
        foreach (var file in new[] { "cpuset.cpus", "cpuset.mems" })
        {
            var target = Path.Combine(group, file);
            if (!File.Exists(Path.Combine(group, "tasks")) || !File.Exists(target)) continue;
            if (string.IsNullOrWhiteSpace(File.ReadAllText(target)))
                File.WriteAllText(target, File.ReadAllText(Path.Combine(parent, file)));
        }
        var subtree = Path.Combine(parent, "cgroup.subtree_control");
        if (!File.Exists(subtree)) return;
        foreach (var controller in File.ReadAllText(Path.Combine(parent, "cgroup.controllers"))
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                File.WriteAllText(subtree, $"+{controller}");
            }
            catch (IOException)
            {
                // The kernel keeps this one to itself here; a host boots without it.
            }
        }
    }

    /// <summary>The group and all below it, the deepest first.</summary>
    private static IReadOnlyList<string> Tree(string folder)
    {
        try
        {
            return [.. Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories)
                .OrderByDescending(group => group.Length), folder];
        }
        catch (DirectoryNotFoundException)
        {
            return Directory.Exists(folder) ? [folder] : []; // A part of it was removed meanwhile, by the host itself.
        }
    }

    private static IReadOnlyList<int> Processes(string group)
    {
        try
        {
            return [.. File.ReadAllLines(Path.Combine(group, "cgroup.procs"))
                .Select(line => int.Parse(line, CultureInfo.InvariantCulture)).Where(id => id > 0)];
        }
        catch (IOException)
        {
            return []; // Removed meanwhile.
        }
    }

    private static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    private static void TryRemove(string group)
    {
        try
        {
            Directory.Delete(group, recursive: false);
        }
        catch (IOException)
        {
            // Still busy: its processes are on their way out.
        }
    }

    private static IEnumerable<string> Hierarchies() =>
        from line in File.ReadLines("/proc/self/mounts")
        let fields = line.Split(' ')
        where fields[2] is "cgroup" or "cgroup2"
        select fields[1];
}
