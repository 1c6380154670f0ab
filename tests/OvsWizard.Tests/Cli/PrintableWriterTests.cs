using System.Text.RegularExpressions;
using OvsWizard.Cli;

namespace OvsWizard.Tests.Cli;

/// <summary>Whatever hosts, files and journals say: no control sequence of theirs reaches a terminal.</summary>
public sealed partial class PrintableWriterTests
{
    /// <summary>Title, screen, colour, C1, direction of writing, and what stands for ESC within the program.</summary>
    private const string Hostile = "\e]0;owned\a\e[2J\e[31m\u009b2J\u202e\u2066\u200f\u061c\u2028\ufdd0[2J\r";

    private static string Printed(Action<TextWriter> print)
    {
        using var printed = new StringWriter();
        using var writer = new PrintableWriter(printed);
        print(writer);
        return printed.ToString();
    }

    [Fact]
    public void What_others_say_is_made_visible_however_it_is_written()
    {
        const string seen = "^[]0;owned^G^[[2J^[[31m\\u009b2J\\u202e\\u2066\\u200f\\u061c\\u2028\ufdd0[2J^M";
        Assert.Equal(seen, Printed(to => to.Write(Hostile)));
        Assert.Equal(seen + "\n", Printed(to => to.WriteLine(Hostile)));
        Assert.Equal(seen, Printed(to => to.Write("{0}", Hostile)));
        Assert.Equal(seen, Printed(to => to.Write(Hostile.ToCharArray())));
        Assert.Equal(seen, Printed(to => to.Write(Hostile.AsSpan())));
        Assert.Equal(seen, Printed(to => to.WriteAsync(Hostile).Wait()));
        Assert.Equal(seen, Printed(to => { foreach (var c in Hostile) to.Write(c); }));
    }

    [Fact]
    public void The_programs_own_colours_and_lines_reach_the_terminal()
    {
        Assert.Equal("\e[31ma^[[2Jb\e[0m\t\n", Printed(to => to.WriteLine(new Colours(true).Bad("a\e[2Jb") + "\t")));
        Assert.Equal("\e[G\e[K", Printed(to => to.Write(PrintableWriter.ClearLine)));
    }

    [Fact]
    public void Nothing_else_writes_to_the_terminal()
    {
        var source = Path.Combine(PublishedBinary.Root, "src", "OvsWizard");
        Assert.Equal(["Cli/PrintableWriter.cs", "Tui/Terminal.cs", "Tui/WizardProgram.cs"],
            Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
                .Where(f => Past().IsMatch(File.ReadAllText(f)))
                .Select(f => Path.GetRelativePath(source, f)).Order(StringComparer.Ordinal));
        Assert.Equal(["Tui/Panes/Pane.cs"],
            Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
                .Where(f => File.ReadAllText(f).Contains("AddStr(", StringComparison.Ordinal))
                .Select(f => Path.GetRelativePath(source, f)));
    }

    public static TheoryData<string> Commands { get; } =
    [
        "plan vxlan-overlay -i hostile.yml", "plan vxlan-overlay -p overlay_cidr=HOSTILE", "plan HOSTILE",
        "plan vxlan-overlay -i HOSTILE", "run x --HOSTILE", "HOSTILE",
        "inventory show -i hostile.yml", "inventory show -i hostile.ini", "inventory show -i hostile.csv",
        "inventory show -i params.yml", "inventory show -i params.yml --json",
        "inventory show -i params.yml --format yaml", "runbook lint hostile.yml", "runbook list -R books",
        "runbook show hostile -R books", "runbook show hostile -R books --json",
        "plan hostile -R books -i params.yml", "plan hostile -R books -i params.yml -v",
        "plan hostile -R books -i params.yml --json", "plan hostile -R books -i params.yml --lang zh",
        "runs", "runs --json", "show HOSTILE", "export hostile -R books -i params.yml -o out-HOSTILE --format markdown",
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_prints_none_of_what_files_hold(string line)
    {
        using var program = new Ovswizard();
        void Put(string path, string text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(program.Folder, path))!);
            File.WriteAllText(Path.Combine(program.Folder, path), text);
        }
        // As YAML writes it in double quotes.
        var quoted = string.Concat(Hostile.Select(c => $"\\u{(int)c:x4}"));
        Put("hostile.yml", $"hosts:\n  \"{quoted}\": {{ address: 10.0.0.1 }}\n");
        Put("hostile.ini", $"[docker]\nh1 ansible_host={Hostile.Replace("\r", "", StringComparison.Ordinal)}\n");
        Put("hostile.csv", $"name,address,note\nh1,10.0.0.1,{Hostile}\n");
        Put("params.yml", $"hosts:\n  h1: {{ address: 10.0.0.1, params: {{ note: \"{quoted}\" }} }}\n");
        Put("books/hostile.yml", $$"""
            runbook: hostile
            version: 1
            title: { en: "T {{quoted}}", zh: "题 {{quoted}}" }
            summary: { en: "S {{quoted}}", zh: "述 {{quoted}}" }
            interrupts: { en: "I {{quoted}}", zh: "断 {{quoted}}" }
            steps:
              - id: look
                kind: command
                title: { en: "L {{quoted}}", zh: "看 {{quoted}}" }
                why: { en: "W {{quoted}}", zh: "因 {{quoted}}" }
                verify: "true # {{quoted}}"
            """);
        Put(
            $".local/state/ovswizard/runs/20260101-000000-{Hostile.Replace("/", "", StringComparison.Ordinal)}/plan.json",
            "{}");

        var (_, output, error) = program.Run([.. line.Split(' ')
            .Select(word => word.Replace("HOSTILE", Hostile, StringComparison.Ordinal))]);

        Assert.NotEqual("", output + error);
        Assert.DoesNotMatch(Control(), output);
        Assert.DoesNotMatch(Control(), error);
        Assert.DoesNotContain("defect", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_command_prints_what_a_host_printed_and_no_log_or_report_holds_it()
    {
        using var program = new Ovswizard();
        await using var sshd = await Ssh.Sshd.StartAsync();
        Directory.CreateDirectory(Path.Combine(program.Folder, "books"));
        File.WriteAllText(Path.Combine(program.Folder, "books", "speak.yml"), """
            runbook: speak
            version: 1
            title: { en: Speak, zh: 说 }
            summary: { en: Speaks., zh: 说。 }
            interrupts: { en: Nothing., zh: 无。 }
            steps:
              - id: look
                kind: command
                title: { en: Look, zh: 看 }
                why: { en: To see., zh: 为了看。 }
                verify: |
                  printf '\033]0;owned\007\033[2J\302\2332J\342\200\256 said\n'
                  false
            """);
        File.WriteAllText(Path.Combine(program.Folder, "site.ini"),
            $"h1 ansible_host=127.0.0.1 ansible_port={sshd.Port} ansible_user={Environment.UserName} ansible_ssh_private_key_file={sshd.ClientKey} ansible_ssh_common_args='-o UserKnownHostsFile={sshd.KnownHosts}'\n");
        string[] speak = ["speak", "-R", "books", "-i", "site.ini"];
        string[][] commands =
        [
            ["run", .. speak, "--yes"], ["run", .. speak, "--yes", "-v"], ["run", .. speak, "--yes", "--json"],
            ["verify", .. speak], ["verify", .. speak, "--json"],
            ["plan", .. speak, "--refresh"], ["show"], ["show", "--json"],
            ["runs"], ["hosts", "check", "-i", "site.ini"], ["resume", "-R", "books", "--yes"],
        ];

        var said = 0;
        foreach (var command in commands)
        {
            var (_, output, error) = program.Run(command);
            Assert.DoesNotMatch(Control(), output);
            Assert.DoesNotMatch(Control(), error);
            if ((output + error).Contains("said", StringComparison.Ordinal)) said++;
        }

        Assert.InRange(said, 5, commands.Length);
        Assert.Equal(0, program.Run("export", "--run",
            Path.GetFileName(Directory.GetDirectories(Path.Combine(program.Folder, ".local/state/ovswizard/runs"))[0]),
            "-R", "books", "-o", "report", "--format", "html").Exit);
        string[] written = [.. Directory.GetFiles(Path.Combine(program.Folder, ".local/state/ovswizard/logs")),
            .. Directory.GetFiles(Path.Combine(program.Folder, "report"))];
        Assert.All(written, file => Assert.DoesNotMatch(Control(), File.ReadAllText(file)));
    }

    [GeneratedRegex("[\0-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]")]
    private static partial Regex Control();

    [GeneratedRegex(@"OpenStandard(Output|Error)|Console\.Set(Out|Error)")]
    private static partial Regex Past();
}
