namespace OvsWizard.Tests.Inspection;

/// <summary>
/// Text that is kept beside the tests, so that a change in how something looks is seen in review.
/// With OVSWIZARD_GOLDEN=write the files are written anew, and the test fails all the same.
/// </summary>
internal static class GoldenTable
{
    /// <summary>Compares with <c>tests/golden/NAME.txt</c>.</summary>
    public static void Matches(string name, string actual)
    {
        var path = Path.Combine(PublishedBinary.Root, "tests", "golden", $"{name}.txt");
        if (Environment.GetEnvironmentVariable("OVSWIZARD_GOLDEN") == "write")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            Assert.Fail($"wrote {path}");
        }
        Assert.True(File.Exists(path), $"there is no {path}; what it would hold:\n{actual}");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
