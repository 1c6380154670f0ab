using OvsWizard.Tui;

namespace OvsWizard.Tests.Tui;

public sealed class SettingsTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ovsw-settings-");

    private string Path => System.IO.Path.Combine(folder.FullName, "ovswizard", "settings.yml");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Without_a_file_the_environment_decides() => Assert.Equal(new Settings(), Settings.Read(Path));

    [Theory]
    [InlineData(Language.Chinese, ThemeName.Light, false)]
    [InlineData(Language.English, ThemeName.Sixteen, true)]
    [InlineData(null, ThemeName.Plain, true)]
    [InlineData(null, null, false)]
    public void What_is_written_is_read_again(Language? language, ThemeName? theme, bool mouse)
    {
        new Settings(language, theme, mouse).Write(Path);
        Assert.Equal(new Settings(language, theme, mouse), Settings.Read(Path));
        Assert.Equal([Path], Directory.GetFiles(System.IO.Path.GetDirectoryName(Path)!));
    }

    [Fact]
    public void A_mistake_in_the_file_is_told_with_its_place()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        File.WriteAllText(Path, "mouse: true\nthem: dark\n");
        Assert.Contains("settings.yml:2:1", Assert.Throws<Failure>(() => Settings.Read(Path)).ToString());
    }
}
