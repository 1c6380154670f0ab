using System.Text;
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
        Gen.Select(Gen.String[Gen.Char["aä漢\n\r"], 0, 60], Gen.Int[1, 9]).Sample((text, piece) =>
        {
            var expected = text.Split('\n').ToList();
            if (expected[^1].Length == 0) expected.RemoveAt(expected.Count - 1);
            Assert.Equal(expected, Split(Encoding.UTF8.GetBytes(text), piece));
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
