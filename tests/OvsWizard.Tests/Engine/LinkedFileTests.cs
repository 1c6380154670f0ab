using System.Text.RegularExpressions;
using OvsWizard.Engine;
using OvsWizard.Templates;

namespace OvsWizard.Tests.Engine;

/// <summary>Whatever writes a file writes what its links lead to; links, owner and mode stay.</summary>
public sealed class LinkedFileTests : IDisposable
{
    private const string Real = "mkdir conf; echo old >conf/real; chmod 640 conf/real; chown 65534:65534 conf/real; ";

    private const string Vocabulary = """
        tree() {
          find . -path ./state -prune -o -printf '%p %y %l %m %U:%G\n' | sort
          for file in x conf/real; do [ ! -e "$file" ] || cat "$file"; done
        }
        links() {
          find . -path ./state -prune -o -type l -printf '%p %l\n' | sort
          [ ! -e conf/real ] || stat -c '%a %u:%g' conf/real
        }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("ovsw-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Say(string script, string shell)
    {
        Assert.SkipUnless(Environment.UserName == "root", "another owner needs root");
        return HostShell.Run(
            HostScript.Functions("") + HostScript.Opening("m", "m", "h", Path.Combine(folder, "state")) +
            $"{Vocabulary}\ncd {ShellQuote.Quote(folder)}\n{script}\n", shell);
    }

    public static TheoryData<string, string> Linked
    {
        get
        {
            string[] scenes =
            [
                Real + "ln -s conf/real x",
                Real + "ln -s \"$PWD/conf/real\" x",
                Real + "ln -s conf/one x; ln -s ../two conf/one; ln -s conf/real two",
                Real + "ln -s real conf/x; ln -s conf/x x",
                "mkdir conf; ln -s conf/real x",
                "ln -s conf/real x",
                "ln -s one/x x; ln -s conf one",
                "ln -s 'it is/con f' x",
            ];
            return new(scenes.SelectMany(scene => new[] { (scene, "dash"), (scene, "bash") }));
        }
    }

    [Theory]
    [MemberData(nameof(Linked))]
    public void A_file_is_written_through_its_links_and_all_is_as_it_was_when_taken_back(string scene, string shell)
    {
        var file = $"ovsw_file {ShellQuote.Quote(Path.Combine(folder, "x"))} 'new\n' whole '' ''";

        var said = Say($$"""
            {{scene}}
            before=$(tree) links=$(links)
            ovsw_define 1 key ovsw_file_check '' "ovsw_file_apply ''" ovsw_file_check '' '' {{ShellQuote.Quote(file)}}
            ovsw_walk 1 >/dev/null; ovsw_go 1
            cat x
            case $(links) in "$links" | "$links
            644 0:0") ;; *) links ;; esac
            ovsw_take_back 1
            [ "$(tree)" = "$before" ] || tree
            """, shell);

        Assert.Equal(
            ["m step key", "m phase do", "m phase verify", "m end done 0", "new", "m step key", "m phase undo",
                "m end undone 0"],
            said.Replace("\u001e", "", StringComparison.Ordinal).TrimEnd('\n').Split('\n'));
    }

    /// <summary>A link's own mode is 0777, whatever it leads to: versions before wrote that down.</summary>
    [Theory]
    [MemberData(nameof(Linked))]
    public void Texts_and_old_before_images_are_written_through_links_too(string scene, string shell)
    {
        var said = Say($$"""
            {{scene}}
            links=$(links)
            ovsw_put_text "$PWD/x" 'text
            '
            cat x
            ovsw_put_back "$PWD/x" 0777 0:0 <<END
            b2xkCg==
            END
            cat x
            case $(links) in "$links" | "$links
            644 0:0") ;; *) links ;; esac
            """, shell);

        Assert.Equal("text\nold\n", said);
    }

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void Links_that_lead_round_in_a_circle_are_refused_and_stay(string shell)
    {
        var said = Say("""
            ln -s y x; ln -s x y
            ovsw_put_text "$PWD/x" new || echo refused
            ovsw_keep_file "$PWD/x" || echo refused
            links
            """, shell);

        string[] lines = ["refused", "refused", "./x y", "./y x"];
        var found = said.TrimEnd('\n').Split('\n');
        Assert.Equal(lines, found.Where(line => !line.EndsWith(" leads back to itself", StringComparison.Ordinal)));
    }

    /// <summary>rpmbuild's tree is its own, and the run's folder is the run's.</summary>
    [Fact]
    public void No_step_writes_a_file_but_by_these_functions()
    {
        var functions = Directory.EnumerateFiles(Path.Combine(PublishedBinary.Root, "templates/functions"))
            .Where(file => !file.EndsWith("rpm-build.sh", StringComparison.Ordinal));
        var runbooks = Directory.EnumerateFiles(
            Path.Combine(PublishedBinary.Root, "runbooks"), "*.yml", SearchOption.AllDirectories);
        var writes = new Regex("""(^|[^0-9&<>=-])>>? *"?[$/](?!dev/null|OVSW_STATE)|sed -i (?!--follow-symlinks)""");

        Assert.DoesNotContain(functions.Concat(runbooks).SelectMany(File.ReadLines), writes.IsMatch);
    }

    /// <summary>A secret is in it before it has its mode.</summary>
    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void A_file_that_is_not_whole_yet_can_be_read_by_its_owner_alone(string shell)
    {
        var said = Say("""
            base64() { stat -c %a .x.ovswizard >&2; command base64 "$@"; }
            touch .x.ovswizard; chmod 666 .x.ovswizard
            ovsw_put_back "$PWD/x" 0644 0:0 <<END
            b2xkCg==
            END
            stat -c %a x
            """, shell);

        Assert.Equal("644\n600\n", said);
    }
}
