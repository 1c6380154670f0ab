namespace OvsWizard.Tests.Lab;

/// <summary>What runs must not leave behind on the hosts, as <c>leftovers.sh</c> finds it.</summary>
internal static class Leftovers
{
    private static readonly string Script =
        File.ReadAllText(Path.Combine(PublishedBinary.Root, "tests/OvsWizard.Tests/Lab/leftovers.sh"));

    public static async Task AssertNoneAsync(LabFixture lab)
    {
        var found = await lab.OnAllAsync(Script);
        var left =
            string.Concat(lab.HostNames.Zip(found, (host, text) => text.Length == 0 ? "" : $"{host}:\n{text}"));
        Assert.True(left.Length == 0, $"something was left behind:\n{left}");
    }
}
