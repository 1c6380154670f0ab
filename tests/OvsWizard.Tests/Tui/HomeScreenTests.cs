using OvsWizard.Tui;
using OvsWizard.Tui.Screens;

namespace OvsWizard.Tests.Tui;

public sealed class HomeScreenTests
{
    private static readonly Actions nothing = new() { Runbooks = () => [], Runs = _ => [] };

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void Home(int columns, int rows, Language language)
    {
        using var wizard = new Headless(w => new HomeScreen(w, nothing), columns, rows, language);
        Golden.Check(wizard, "home");
    }

    [Fact]
    public void F1_explains_and_Esc_comes_back()
    {
        using var wizard = new Headless(w => new HomeScreen(w, nothing));
        Assert.Contains("Keys everywhere", wizard.Keys("F1").Screen);
        Assert.DoesNotContain("Keys everywhere", wizard.Keys("Esc").Screen);
    }

    [Fact]
    public void F2_switches_the_language_and_keeps_it()
    {
        using var wizard = new Headless(w => new HomeScreen(w, nothing));
        Assert.Contains("中文", wizard.Screen);
        wizard.Keys("F2");
        Assert.Equal(Language.Chinese, wizard.Wizard.Language);
        Assert.Equal(Language.Chinese, Settings.Read(wizard.SettingsPath).Language);
    }

    [Fact]
    public void A_key_that_does_nothing_now_says_why()
    {
        using var wizard = new Headless(w => new HomeScreen(w, nothing));
        Assert.Contains("not in this version", wizard.Keys("Enter").Screen.Split('\n')[^3]);
    }
}
