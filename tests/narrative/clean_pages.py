"""Twelve invented pages as units write them, with every topic that sounds like forbidden matter and none of it."""

CLEAN_PAGES = (
    """UBND XÃ ĐÔNG THANH
BÁO CÁO
Kết quả phong trào Toàn dân bảo vệ an ninh Tổ quốc năm 2021
Xã đã tổ chức 42 buổi tuyên truyền về phòng, chống tội phạm và tệ nạn xã hội cho 3.150 lượt người dự. Nhân dân
nâng cao
cảnh giác, tích cực tham gia tố giác tội phạm, phòng ngừa các đối tượng lợi dụng không gian mạng để lừa đảo.
Tặng 65 suất quà cho các đối tượng chính sách, hộ nghèo nhân ngày 27/7.""",
    """ỦY BAN MTTQ VIỆT NAM HUYỆN YÊN HÀ
Số: 45/BC-MTTQ-BTT
Việc thực hiện Chương trình phối hợp số 09/CTr-BCA-MTTW được triển khai tới từng đối tượng hội viên, từng hộ gia đình.
Hướng dẫn 12 xã bảo vệ bí mật nhà nước, bảo mật thông tin tài khoản khi sử dụng mạng xã hội. Tổng kinh phí là
1.250.000.000 đồng, trong đó xã hội hóa 420.000.000 đồng.""",
    """Hội Liên hiệp Phụ nữ phường Hạ Long Đông duy trì câu lạc bộ “Gia đình phòng, chống tệ nạn xã hội” với 48
thành viên.
Các chi hội phổ biến Luật Phòng, chống ma túy, Luật Phòng, chống bạo lực gia đình; 96% hội viên ký cam kết
không vi phạm.
Hội phối hợp trao 30 suất học bổng cho học sinh có hoàn cảnh khó khăn, đúng đối tượng.""",
    """Tổ hòa giải cơ sở tiếp nhận 18 vụ mâu thuẫn, tranh chấp trong nhân dân, hòa giải thành 16 vụ. Công tác
tiếp công dân,
tiếp nhận ý kiến của nhân dân được duy trì. Không có điểm nóng về an ninh, trật tự. Mô hình “Hòm thư góp ý”
được đặt ở 9 thôn.""",
    """Kính gửi: Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh
Năm qua, các đơn vị đã tổ chức Ngày hội toàn dân bảo vệ an ninh Tổ quốc tại 34 khu dân cư với 6.420 lượt người
tham dự.
Đồng chí Nguyễn Văn Hòa, Phó Chủ tịch UBND huyện dự và phát biểu. Biểu dương 12 tập thể, 25 cá nhân.
Nơi nhận: - Như trên; - Lưu: VT.
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Trần Minh Quang""",
    """Hội Nông dân xã Quảng Phúc
Tập trung xây dựng phong trào ở vùng đồng bào dân tộc thiểu số, vùng giáp ranh, khu công nghiệp; phát huy vai
trò nòng cốt
của lực lượng tham gia bảo vệ an ninh, trật tự ở cơ sở. Tình hình nông thôn ổn định, không để phát sinh phức tạp.
Cấp phát 2.400 tờ rơi về phòng, chống cháy nổ; lắp 36 bóng đèn.""",
    """BẢNG SỐ LIỆU
STT | Nội dung | ĐVT | Năm 2020 | Năm 2021
1 | Số buổi tuyên truyền | buổi | 210 | 265
2 | Lượt người tham gia | lượt | 11.200 | 13.480
3 | Số mô hình | mô hình | 18 | 21
4 | Khu dân cư đạt chuẩn an toàn về ANTT | khu | 27 | 29""",
    """Đoàn Thanh niên xã mở 3 lớp tập huấn kỹ năng phòng, chống đuối nước, phòng, chống xâm hại trẻ em cho 215
học sinh.
Mô hình “3 không” (không ma túy, không tội phạm, không tệ nạn xã hội) được nhân rộng tại 6 trường. Thành lập đội hình
tình nguyện tuyên truyền căn cước và định danh điện tử, hỗ trợ 480 lượt người dân.""",
    """Phương hướng năm 2022: tiếp tục đổi mới công tác tuyên truyền, vận động quần chúng tham gia phong trào;
nâng cao chất lượng
tiếp nhận, xử lý tin báo, tố giác về tội phạm; phấn đấu 95% khu dân cư đạt chuẩn an toàn về an ninh, trật tự.
Triển khai Đề án giúp đỡ người hoàn lương tái hòa nhập cộng đồng theo quy định.""",
    """Công đoàn khu công nghiệp duy trì 14 tổ tự quản với 168 công nhân; phát 5.000 tờ gấp song ngữ. Vận động
công nhân không tham
gia cho vay nặng lãi, đánh bạc. Điện thoại khẩn cấp: 113, 114, 115. Trụ sở: số 25, đường Lê Lợi, phường Ba Hàng.""",
    """Hội Cựu chiến binh huyện phối hợp với Công an xây dựng mô hình “Cổng trường an toàn giao thông” tại 22
trường học. Nhiều gương
người tốt, việc tốt được nêu trên loa truyền thanh. Hưởng ứng Tháng cao điểm tấn công, trấn áp tội phạm, các thôn treo
145 băng rôn, khẩu hiệu; quyên góp 62,5 triệu đồng giúp gia đình chính sách.""",
    """Hội nghị sơ kết 6 tháng đầu năm 2021
Đánh giá: việc xây dựng mô hình ở địa bàn giáp ranh, vùng biển được chú trọng; mỗi địa phương lựa chọn nội dung
phù hợp với
từng nhóm đối tượng tuyên truyền. Toàn huyện có 57 mô hình, 31 câu lạc bộ. Ngày 15/6/2021, 100% xã đã ký kết
quy chế phối hợp
số 12/QC-CAH-MTTQ. Ban Chỉ đạo phòng, chống tội phạm kiện toàn theo Quyết định số 1126/QĐ-UBND.""",
)
