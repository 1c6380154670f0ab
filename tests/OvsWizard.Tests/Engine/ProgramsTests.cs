namespace OvsWizard.Tests.Engine;

/// <summary>Which programs a host has, whatever its packages are called.</summary>
public sealed class ProgramsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ovsw-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("ovn-controller", "", "0\n")]
    [InlineData("ovn-controller", "central", "ovn-northd is not installed\n1\n")]
    [InlineData("ovn-controller ovn-northd", "central", "0\n")]
    [InlineData("", "", "ovn-controller is not installed\n1\n")]
    public async Task OVN_is_there_where_its_programs_are(string programs, string part, string expected)
    {
        foreach (var program in programs.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var path = Path.Combine(folder, program);
            await File.WriteAllTextAsync(path, "", TestContext.Current.CancellationToken);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var result = await HostFunctions.RunAsync(["ovn"], """
            PATH=$1
            ovn_has_programs $2
            echo $?
            """, "dash", folder, part);

        Assert.Equal(expected, result.Output + result.Error);
    }
}
