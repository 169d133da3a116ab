from nertag.tagging import processor
from nertag.tagging.processor import Processor

FLAGS = "flags\t\t: fpu avx2 amx_bf16 avx512f"
X86 = f"processor\t: 0\nmodel name\t: Some CPU\n{FLAGS}\n\nprocessor\t: 1\n"
ARM = "processor\t: 0\nBogoMIPS\t: 243.75\nFeatures\t: fp asimddp bf16\n"


def test_the_name_and_the_features_that_matter_are_told(tmp_path, monkeypatch):
    path = tmp_path / "cpuinfo"
    monkeypatch.setattr(processor, "CPUINFO", path)
    monkeypatch.setattr("platform.processor", lambda: "")
    monkeypatch.setattr("platform.machine", lambda: "aarch64")
    path.write_text(X86)
    assert processor.this_processor() == Processor("Some CPU", ("avx2", "avx512f", "amx_bf16"))
    path.write_text(ARM)
    assert processor.this_processor() == Processor("aarch64", ("asimddp", "bf16"))
    path.unlink()
    assert processor.this_processor() == Processor("aarch64", ())
