using System.Diagnostics;
using System.Text;
using CsCheck;
using OvsWizard.Templates;

namespace OvsWizard.Tests.Templates;

public sealed class ShellQuoteTests
{
    private const int Values = 12_000;

    private static readonly Gen<string> Hostile = Gen.OneOf(
        Gen.String[Gen.Char["'\"$`\\;&|<>(){}[]*?!#~=%^ \t\n\r-abc019"], 0, 12],
        OneOf("$(reboot)", "`id`", "'; rm -rf /; '", "-n", "--", "''", "'", "\\", "\\'", "a\nb", "${IFS}", "$'\\n'",
            "网桥", "🌉", "é", "\u00a0", "*", "~root", "!!", "x=y", ""),
        Gen.String[Gen.Char['\u0001', '\u001f'], 1, 6],
        Gen.Select(Gen.String[Gen.Char['!', '~'], 0, 8], OneOf("'", "网", "\n", "\\\n"),
            Gen.String[Gen.Char['!', '~'], 0, 8], (a, b, c) => a + b + c));

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    [Theory]
    [InlineData("a.b/c-1", "a.b/c-1")]
    [InlineData("", "''")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("~", "'~'")]
    public void Only_what_needs_it_is_quoted(string value, string expected) =>
        Assert.Equal(expected, ShellQuote.Quote(value));

    [Fact]
    public void A_nul_is_refused() =>
        Assert.Equal(FailureKind.Input, Assert.Throws<Failure>(() => ShellQuote.Quote("a\0b")).Kind);

    [Theory]
    [InlineData("/bin/sh")]
    [InlineData("/bin/bash")]
    [InlineData("/bin/dash")]
    public void A_shell_reads_back_every_value(string shell)
    {
        Assert.SkipUnless(File.Exists(shell), $"no {shell} here");
        var values = new List<string>();
        Hostile.Sample(values.Add, iter: Values, threads: 1);

        var script = new StringBuilder();
        foreach (var value in values) script.Append("printf '%s\\0' ").Append(ShellQuote.Quote(value)).Append('\n');
        var output = Run(shell, script.ToString());

        Assert.Equal(Values, values.Count);
        Assert.Equal(string.Concat(values.Select(v => v + '\0')), output);
    }

    private static string Run(string shell, string script)
    {
        var start = new ProcessStartInfo(shell) { RedirectStandardInput = true, RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(false), StandardOutputEncoding = new UTF8Encoding(false) };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(script);
        process.StandardInput.Close();
        process.WaitForExit();
        return output.GetAwaiter().GetResult();
    }
}
