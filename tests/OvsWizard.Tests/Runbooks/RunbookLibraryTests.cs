using OvsWizard.Runbooks;

namespace OvsWizard.Tests.Runbooks;

public sealed class RunbookLibraryTests
{
    private static readonly RunbookLibrary Library = new(Sample.Folder, "/nowhere");

    [Fact]
    public void Runbooks_are_found_by_id_or_file()
    {
        Assert.Equal("sample", Library.Find("sample").Id);
        Assert.Equal("sample", Library.Find(Sample.File).Id);
        Assert.Contains("sample", Library.Ids);
        Assert.Contains(Library.All().Runbooks, r => r.Id == "sample");
    }

    [Fact]
    public void An_unknown_id_names_the_one_probably_meant() =>
        Assert.Equal("runbook 'sampel' not found\n  fix: did you mean 'sample'?",
            Assert.Throws<Failure>(() => Library.Find("sampel")).ToString());

    [Fact]
    public void An_unknown_id_says_where_it_was_looked_for() =>
        Assert.Contains("/nowhere", Assert.Throws<Failure>(() => Library.Find("zzz")).Why, StringComparison.Ordinal);
}
