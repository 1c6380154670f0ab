using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using OvsWizard.Ssh;

namespace OvsWizard.Tests.Ssh;

public sealed class LineSplitterTests
{
    private static List<string> Split(byte[] bytes, int piece)
    {
        var lines = new List<string>();
        var splitter = new LineSplitter(lines.Add);
        foreach (var chunk in bytes.Chunk(piece)) splitter.Add(chunk);
        splitter.End();
        return lines;
    }

    [Fact]
    public void However_the_bytes_are_cut_the_lines_are_the_same() =>
        Gen.Select(Gen.String[Gen.Char["aä漢\n\r\u001e"], 0, 60], Gen.Int[1, 9]).Sample((text, piece) =>
        {
            // A record separator begins a line: in the middle of one, what came before it is let go.
            var expected = Regex.Split(text, "\n|(?<=[^\n])(?=\u001e)").ToList();
            if (expected[^1].Length == 0) expected.RemoveAt(expected.Count - 1);
            Assert.Equal(expected, Split(Encoding.UTF8.GetBytes(text), piece));
        });

    [Fact]
    public void However_much_comes_before_it_a_record_separator_begins_a_line()
    {
        foreach (var before in (int[])[0, 1, LineSplitter.MaxLine - 1, LineSplitter.MaxLine, LineSplitter.MaxLine + 1])
            Assert.Equal("\u001em idle", Split(Encoding.UTF8.GetBytes(new string('x', before) + "\u001em idle\n"),
                4000)[^1]);
    }

    [Fact]
    public void Whatever_bytes_come_no_line_is_longer_than_the_longest() =>
        Gen.Select(Gen.Byte.Array[0, 3000], Gen.Int[1, 4000])
            .Sample((bytes, piece) => Assert.All(Split(bytes, piece), line =>
            Assert.InRange(line.Length, 0, LineSplitter.MaxLine)));

    [Fact]
    public void What_is_left_out_is_all_but_what_begins_with_a_record_separator() =>
        Gen.Select(Gen.String[Gen.Char["ab\n\u001e"], 0, 60], Gen.Int[1, 9]).Sample((text, piece) =>
        {
            var all = Split(Encoding.UTF8.GetBytes(text), piece);
            var lines = new List<string>();
            var splitter = new LineSplitter(lines.Add);
            foreach (var chunk in Encoding.UTF8.GetBytes(text).Chunk(piece)) splitter.Add(chunk, leavesOut: true);
            splitter.End();
            Assert.Equal(all.Where(l => l.StartsWith('\u001e')), lines);
        });

    [Theory]
    [InlineData(LineSplitter.MaxLine, 1)]
    [InlineData(LineSplitter.MaxLine + 1, 2)]
    [InlineData(3 * LineSplitter.MaxLine, 3)]
    public void A_long_line_comes_in_pieces(int length, int pieces) =>
        Assert.Equal(pieces, Split(Encoding.UTF8.GetBytes(new string('x', length)), 1000).Count);

    [Fact]
    public void A_cut_never_falls_into_a_character()
    {
        var text = "x" + string.Concat(Enumerable.Repeat("漢", LineSplitter.MaxLine));
        Assert.Equal(text, string.Concat(Split(Encoding.UTF8.GetBytes(text), 4096)));
    }
}
