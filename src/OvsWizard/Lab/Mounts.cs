namespace OvsWizard.Lab;

/// <summary>What is mounted on the machine (proc(5), /proc/self/mounts).</summary>
public static class Mounts
{
    public static bool At(string path) => Points().Contains(path);

    /// <param name="layers">What is not changed, the uppermost first.</param>
    /// <param name="upper">Takes what is written to <paramref name="target"/>.</param>
    public static Task OverlayAsync(IReadOnlyList<string> layers, string upper, string work, string target) =>
        HostProgram.RunAsync("mount",
        [
            "-t", "overlay", "-o", $"lowerdir={string.Join(':', layers)}", "-o", $"upperdir={upper},workdir={work}",
            "ovsw", target,
        ]);

    /// <summary>Unmounts everything at and below <paramref name="folder"/>, the deepest first.</summary>
    public static async Task RemoveBelowAsync(string folder)
    {
        var below =
            Points().Where(point => point == folder || point.StartsWith(folder + "/", StringComparison.Ordinal));
        // Lazily: the last process of a killed host may hold it a moment longer.
        foreach (var point in below.OrderByDescending(point => point.Length).ToList())
            await HostProgram.RunAsync("umount", ["--lazy", point]);
    }

    private static IEnumerable<string> Points() =>
        File.ReadAllLines("/proc/self/mounts").Select(line => line.Split(' ')[1]);
}
