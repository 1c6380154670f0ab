using System.Text.RegularExpressions;
using OvsWizard.Diagnosis;
using OvsWizard.Engine;
using OvsWizard.Runbooks;
using OvsWizard.Templates;
using OvsWizard.Tests.Plans;

namespace OvsWizard.Tests.Runbooks;

/// <summary>The walls of the shell: whose a function is, what it is there for, and what its failures mean.</summary>
public sealed partial class ShippedModulesTests
{
    private static readonly string Templates = Path.Combine(PublishedBinary.Root, "templates");

    private static readonly IReadOnlyList<ShellModule> Modules = ShellModules.Load(
        Directory.EnumerateFiles(Path.Combine(Templates, "functions"), "*.sh").Order(StringComparer.Ordinal)
            .Select(f => (Path.GetFileNameWithoutExtension(f), new SourceLocation("a test"))), Templates).All;

    private static readonly IReadOnlyList<Runbook> Runbooks =
        [.. Directory.EnumerateFiles(Path.Combine(PublishedBinary.Root, "runbooks"), "*.yml")
            .Order(StringComparer.Ordinal).Select(RunbookReader.Load)];

    private static readonly IReadOnlyList<Troubleshooting> Troubleshooting = Troubleshootings();

    private static IReadOnlyList<Troubleshooting> Troubleshootings()
    {
        var library = new TroubleshootingLibrary(new RunbookLibrary(Path.Combine(PublishedBinary.Root, "runbooks")));
        return [.. library.Ids.Select(library.Find)];
    }

    public static TheoryData<string> Uppermost() =>
        [.. Modules.Select(m => m.Name).Except(Modules.SelectMany(m => m.Requires.Select(r => r.Name))), "former/keep",
            "former/keep-bridge", "former/keep-ovs"];

    [Fact]
    public void A_function_carries_the_name_of_its_module() =>
        Assert.Empty(
            Modules.SelectMany(m => FunctionsOf(m).Where(f => OwnerOf(f) != m.Name).Select(f => $"{m.Name}: {f}")));

    [Fact]
    public void No_function_is_there_twice() =>
        Assert.Empty(Modules.SelectMany(FunctionsOf).GroupBy(f => f).Where(g => g.Count() > 1).Select(g => g.Key));

    /// <summary>By another function, by a runbook or a template; or as one of a kind (KIND_open).</summary>
    [Fact]
    public void Every_function_is_called()
    {
        var files = Directory.EnumerateFiles(Templates, "*", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/former/", StringComparison.Ordinal))
            .Concat(Directory.EnumerateFiles(Path.Combine(PublishedBinary.Root, "runbooks"), "*.yml",
                SearchOption.AllDirectories));
        var called = files.SelectMany(File.ReadLines).Where(l => !l.TrimStart().StartsWith('#'))
            .SelectMany(l => Words().Matches(Definition().Replace(l, "")).Select(m => m.Value)).ToHashSet();
        var kinds = called.Where(w => w.Contains("KIND", StringComparison.Ordinal))
            .Select(w => new Regex($"^{w.Replace("KIND", "(firewalld|nftables|iptables)", StringComparison.Ordinal)}$"))
            .ToList();

        Assert.DoesNotContain(Modules.SelectMany(FunctionsOf),
            f => !called.Contains(f) && !kinds.Any(k => k.IsMatch(f)));
    }

    [Fact]
    public void A_module_requires_the_modules_that_it_calls_and_no_others()
    {
        var owners = Modules.SelectMany(m => FunctionsOf(m).Concat(VariablesOf(m)).Select(f => (f, m.Name)))
            .ToDictionary(p => p.f, p => p.Name);
        foreach (var module in Modules)
            Assert.Equal(
                $"{module.Name}: {string.Join(' ', Code(module.Text).SelectMany(l => Words().Matches(l).Select(w => owners.GetValueOrDefault(w.Value))).OfType<string>().Where(m => m != module.Name).Distinct().Order(StringComparer.Ordinal))}",
                $"{module.Name}: {string.Join(' ', module.Requires.Select(r => r.Name))}");
    }

    [Theory]
    [MemberData(nameof(Uppermost))]
    public void Shellcheck_finds_nothing_in_a_module_with_all_that_it_requires(string module)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/shellcheck"), "shellcheck is not installed here");
        // What the vocabulary of all steps sets.
        var text = "# shellcheck disable=SC2034\novsw_real='' ovsw_path=''\n"
            + ShellModules.Load([(module, new SourceLocation("a test"))], Templates).Text;

        Assert.Equal("",
            ShellCheck.Complaints(text, "shellcheck", "-s", "sh", "-e", "SC2030,SC2031,SC2119,SC2120", "-"));
    }

    /// <summary>What a probe finds is read by the troubleshooting file that has the probe.</summary>
    [Fact]
    public void Every_failure_that_a_module_raises_is_explained_beside_it_and_nothing_else_is()
    {
        var read = Troubleshooting.SelectMany(t => t.Probes).SelectMany(p => p.Readings.Keys)
            .Concat(VocabularyFailures.All.Keys).ToHashSet();
        foreach (var module in Modules)
        {
            var raised = RaisedIn(module.Text).ToHashSet();
            Assert.Equal($"{module.Name}:",
                $"{module.Name}:{string.Concat(raised.Where(n => !module.Failures.ContainsKey(n) && !read.Contains(n)).Select(n => $" {n} is not explained"))}"
                    + string.Concat(module.Failures.Keys.Where(n => !raised.Contains(n))
                        .Select(n => $" {n} is not raised")));
        }
    }

    [Fact]
    public void What_a_probe_finds_has_a_reading_and_every_reading_is_of_something_found()
    {
        foreach (var (of, probe)
            in Troubleshooting.SelectMany(t => t.Probes.Where(p => p.Step.OnlyAsserts).Select(p => (t, p))))
        {
            var here = RaisedIn(ScriptsOf(probe.Step)).ToHashSet();
            var elsewhere = of.ProbeRunbook(null).Modules.All.SelectMany(m => RaisedIn(m.Text)).ToHashSet();
            Assert.Equal($"{of.Runbook.Id}/{probe.Step.Id}:",
                $"{of.Runbook.Id}/{probe.Step.Id}:{string.Concat(here.Except(probe.Readings.Keys).Select(n => $" {n} has no reading"))}"
                    + string.Concat(probe.Readings.Keys.Where(n => !here.Contains(n) && !elsewhere.Contains(n))
                        .Select(n => $" {n} is not found")));
        }
    }

    [Fact]
    public void A_failure_is_explained_by_one_module() =>
        Assert.Empty(Modules.SelectMany(m => m.Failures.Keys).Concat(VocabularyFailures.All.Keys).GroupBy(n => n)
            .Where(g => g.Count() > 1).Select(g => g.Key));

    [Fact]
    public void Every_failure_that_a_runbook_raises_is_explained()
    {
        foreach (var runbook in Runbooks)
            foreach (var step in runbook.Steps)
            {
                var unexplained = RaisedIn(ScriptsOf(step)).Where(n => !step.Explain.ContainsKey(n)
                    && !runbook.Modules.Failures.ContainsKey(n) && !VocabularyFailures.All.ContainsKey(n));
                Assert.Equal($"{runbook.Id}/{step.Id}:",
                    $"{runbook.Id}/{step.Id}:{string.Concat(unexplained.Select(n => $" {n}"))}");
            }
    }

    [Fact]
    public void A_runbook_explains_what_can_be_raised_and_by_name()
    {
        foreach (var runbook in Runbooks)
            foreach (var step in runbook.Steps)
                Assert.Equal($"{runbook.Id}/{step.Id}:", $"{runbook.Id}/{step.Id}:{string.Concat(step.Explain.Keys
                    .Except(RaisedIn(ScriptsOf(step)).Concat(runbook.Modules.Failures.Keys)).Select(n => $" {n}"))}");
    }

    /// <summary>The module of the longest name that the function begins with.</summary>
    private static string? OwnerOf(string function) =>
        Modules.Select(m => m.Name)
            .Where(m => $"{function}_".StartsWith($"{m.Replace('-', '_')}_", StringComparison.Ordinal))
            .MaxBy(m => m.Length);

    private static IEnumerable<string> FunctionsOf(ShellModule module) =>
        Definition().Matches(module.Text).Select(m => m.Groups[1].Value)
            .Where(f => !f.StartsWith("ovsw_", StringComparison.Ordinal));

    /// <summary>Those that other modules may read.</summary>
    private static IEnumerable<string> VariablesOf(ShellModule module) =>
        Variable().Matches(module.Text).Select(m => m.Groups[1].Value)
            .Where(v => !v.StartsWith("ovsw_", StringComparison.Ordinal));

    private static IEnumerable<string> Code(string text) => text.Split('\n').Where(l => !l.TrimStart().StartsWith('#'));

    private static IEnumerable<string> RaisedIn(string text) =>
        Code(text).SelectMany(l => Raised().Matches(l).Select(m => m.Groups[1].Value)).Distinct();

    private static string ScriptsOf(Step step) => string.Join('\n', new[]
    {
        step.Check, step.Keep, step.Do, step.Verify, step.Undo, step.File?.Apply
    }.OfType<TemplateText>().Select(t => t.Source));

    [GeneratedRegex(@"^([a-z_0-9]+)\(\)", RegexOptions.Multiline)]
    private static partial Regex Definition();

    [GeneratedRegex(@"^([a-z]+_[a-z_]+)=", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [GeneratedRegex(@"[A-Za-z_0-9]+")]
    private static partial Regex Words();

    [GeneratedRegex(@"(?<![\w-])(?:fail|diagnosis_found) ([a-z][a-z0-9-]*)")]
    private static partial Regex Raised();
}
